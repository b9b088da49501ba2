import type { Robot, RobotKind } from "../../db/stores/robots.ts";
import type { Context } from "../platform/context.ts";

/** What a provider said: its HTTP status, its own code, its own words, without addresses or tokens. */
export interface ProviderAnswer {
  status: number | null;
  code: string | null;
  message: string | null;
}

/** How a send ended. Durations are machine time. */
export type SendOutcome =
  /** The provider has it. */
  | { kind: "accepted"; providerId: string | null; answer: ProviderAnswer }
  /** It certainly was not taken, and may be later. `bannedMs`: nothing goes through this account until then. */
  | { kind: "retry"; afterMs: number; bannedMs?: number; answer: ProviderAnswer }
  /** It will never be taken this way. */
  | { kind: "final"; answer: ProviderAnswer }
  /** It may have been taken: nobody knows. */
  | { kind: "unknown"; answer: ProviderAnswer }
  /** It was not tried: a budget holds it back until then (machine time, epoch ms). */
  | { kind: "held"; untilMs: number; reason: HeldReason; answer: ProviderAnswer | null };

/** What a chat answers with: what holds messages back is counted before they are sent. */
export type ChatOutcome = Exclude<SendOutcome, { kind: "held" }>;

/** Why something waits: the account's rate, a ban by the provider, no account that works, a try that failed. */
export type HeldReason = "rate" | "ban" | "retry" | "no_provider";

/** Somebody to be named in a chat message: by what that chat knows them. */
export interface Mention {
  name: string;
  /** DingTalk: mobile; WeCom, Feishu: user id. Null: this chat does not know them, only the name is said. */
  address: string | null;
}

export interface MessageButton {
  label: string;
  url: string;
}

/** A chat message before it takes a provider's shape. */
export interface OutgoingMessage {
  /** Of the notification: receivers can tell a repeat by it. */
  notificationId: string;
  language: "zh-CN" | "en";
  /** One line, such as 【超时】打包待出库 23 单，最久 4 小时 38 分. */
  title: string;
  /** Further lines, plain text. */
  lines: readonly string[];
  mention: Mention | null;
  buttons: readonly MessageButton[];
  /** red: late; yellow: soon; green: over or taken; plain: neither. */
  tone: "red" | "yellow" | "green" | "plain";
  /** What a program wants to know of it; only the generic webhook sends it. */
  facts: Readonly<Record<string, unknown>>;
}

/** The robot of a group, with its secrets. */
export type RobotAccount = Pick<Robot, "id" | "kind" | "settings">;

/** At most so many within a window of machine time. */
export interface RateLimit {
  windowMs: number;
  most: number;
}

/** One kind of chat, behind one door. */
export interface Channel {
  kind: RobotKind;
  /** What one robot may send. */
  limits: readonly RateLimit[];
  /** Sends one message once. Never throws: what went wrong is the outcome. */
  send(
    context: Pick<Context, "clock" | "env">,
    robot: RobotAccount,
    message: OutgoingMessage,
  ): Promise<ChatOutcome>;
}

/** A call to be placed. */
export interface OutgoingCall {
  attemptId: string;
  /** E.164. */
  to: string;
  language: "zh-CN" | "en";
  ringS: number;
}

/** One company that places calls, behind one door. */
export interface VoiceProvider {
  name: string;
  /** Whether the environment names everything that it needs. */
  configured(context: Pick<Context, "env">): boolean;
  limits: readonly RateLimit[];
  /** Never throws. Accepted means that it will ring, not that anybody heard. */
  place(context: Context, call: OutgoingCall): Promise<SendOutcome>;
}
