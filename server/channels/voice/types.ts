import type { NotificationFacts } from "../../../domain/escalation/words/facts.ts";
import type { Context } from "../../platform/context.ts";
import type { OutgoingCall, SendOutcome, VoiceProvider } from "../types.ts";

export type ProviderName = "twilio" | "aliyun";

/** What a call is to say first. */
export type CallPurpose = { kind: "ask" } | { kind: "test" } | { kind: "code"; code: string };

/** A call with what it has to say, for companies that are told the text when they are asked to call. */
export interface VoiceCall extends OutgoingCall {
  purpose: CallPurpose;
  facts: NotificationFacts;
  /** What "I take it" promises, shop time. */
  pledgeUntilMs: number;
}

/** How a call ended by which nobody pressed a key. */
export type CallEnd = "busy" | "no_answer" | "failed" | "voicemail" | "silence" | "hung_up" | "canceled";

/** What a company knows of a call when it is asked. */
export type CallState =
  | { kind: "live"; answered: boolean }
  | { kind: "over"; end: CallEnd; answeredBy: string | null; digits: string | null }
  /** It has no such call. */
  | { kind: "absent" }
  /** It could not be asked. */
  | { kind: "unclear"; why: string };

/** What a company says of a call that may or may not have been placed. */
export type SoughtCall =
  | { kind: "found"; providerId: string }
  | { kind: "absent" }
  | { kind: "unclear"; why: string };

/** One company that places calls: everything that Andon asks of it. */
export interface CallProvider extends VoiceProvider {
  name: ProviderName;
  /** Where it can call, by number in E.164. */
  reaches(to: string): boolean;
  /** Never throws. `final` with `elsewhere` says that another company may well place it. */
  place(context: Context, call: VoiceCall): Promise<SendOutcome & { elsewhere?: boolean }>;
  /** Looks for a call whose placing was not answered. @param known ids that belong to other attempts */
  seek(
    context: Context,
    call: { to: string; attemptId: string; sinceMs: number; known: ReadonlySet<string> },
  ): Promise<SoughtCall>;
  look(context: Context, providerId: string, placedAtMs: number): Promise<CallState>;
  /** Whether a call can be ended before it ends by itself. */
  cancels: boolean;
  /** Ends a call, whether it waits, rings or speaks. @returns whether it is over now */
  hangUp(context: Context, providerId: string, answered: boolean): Promise<boolean>;
}
