export const FINAL = ["completed", "busy", "failed", "no-answer", "canceled"] as const;
export type CallStatus = "queued" | "ringing" | "in-progress" | (typeof FINAL)[number];

/** Twilio's word for who picked up. */
export type AnsweredBy = "human" | "machine_start" | "machine_end_beep";

/** What somebody at the phone, or the provider, does to a call that rings. */
export type Reaction =
  | { do: "answer"; by: "human" | "machine" }
  | { do: "end"; status: "busy" | "no-answer" | "failed" | "canceled" };

/** A call as the page and tests see it, whichever provider it is of. */
export interface CallView {
  sid: string;
  provider: "twilio" | "aliyun";
  to: string;
  from: string;
  status: CallStatus;
  /** ISO, the sandbox's time. */
  createdAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  answeredBy: AnsweredBy | null;
  /** Every sentence said so far, oldest first. */
  said: string[];
  language: string;
  /** Keys pressed so far. */
  digits: string;
  /** Whether a key would be heard now. */
  listens: boolean;
  /** What Andon was told, newest last: event, HTTP status that it answered with (null: none), what a fault did. */
  callbacks: { event: string; sequence: number; answered: number | null; fault: string | null }[];
}
