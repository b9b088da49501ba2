import type { Reply } from "./post-json.ts";
import type { ChatOutcome, ProviderAnswer } from "./types.ts";

/** What to do about an answer. Milliseconds of machine time. */
export type Verdict =
  | { kind: "retry"; afterMs: number; bannedMs?: number }
  | { kind: "final" }
  | { kind: "unknown" };

/** One line of a provider's error table: the first that matches decides. */
export interface ErrorRule {
  code: string;
  /** Only when its words say so. */
  message?: RegExp;
  verdict: Verdict;
  /** What it means, for whoever reads the table. */
  means: string;
}

/** The body of an answer, as a provider's shape of it says. */
export interface BodyAnswer {
  ok: boolean;
  code: string | null;
  message: string | null;
}

const S = 1_000;
const NOT_SENT_RETRY_MS = 2 * S;
const SERVER_FAULT_RETRY_MS = 2 * S;
/** A code that no table knows: it was refused, and may be taken later. */
const UNKNOWN_CODE_RETRY_MS = 10 * S;
const MOST_MESSAGE_CHARS = 200;

/** What an HTTP status says by itself, when the body does not say more. */
const STATUS_RULES: readonly { status: number; verdict: Verdict }[] = [
  { status: 408, verdict: { kind: "unknown" } },
  { status: 429, verdict: { kind: "retry", afterMs: 10 * S } },
  { status: 503, verdict: { kind: "retry", afterMs: 5 * S } },
  // The gateway gave up waiting for what may well have taken it.
  { status: 504, verdict: { kind: "unknown" } },
];

/**
 * What became of a message, by the answer to it. A code in the body weighs more than the HTTP status: robots answer
 * errors with 200, and some with both.
 * @param secrets texts that must not stay in the answer, wherever the provider repeats them
 */
export function judge(
  reply: Reply,
  rules: readonly ErrorRule[],
  readBody: (body: unknown) => BodyAnswer | null,
  secrets: readonly (string | undefined)[] = [],
): ChatOutcome {
  if (reply.kind === "not_sent") {
    return { kind: "retry", afterMs: NOT_SENT_RETRY_MS, answer: answerOf(null, reply.why, null) };
  }
  if (reply.kind === "no_answer") return { kind: "unknown", answer: answerOf(null, reply.why, null) };
  const { status, text, retryAfterMs } = reply;
  const body = readBody(parse(text));
  const answer = answerOf(status, body?.code ?? null, masked(body?.message ?? null, secrets));
  const taken = status >= 200 && status < 300;
  if (taken && body?.ok) return { kind: "accepted", providerId: null, answer };
  return { ...verdictOf(status, body, rules, retryAfterMs), answer };
}

function verdictOf(
  status: number,
  body: BodyAnswer | null,
  rules: readonly ErrorRule[],
  retryAfterMs: number | null,
): Verdict {
  if (body && !body.ok) {
    const rule = rules.find(
      ({ code, message }) => code === body.code && (!message || message.test(body.message ?? "")),
    );
    if (rule) return rule.verdict;
  }
  const byStatus = STATUS_RULES.find((rule) => rule.status === status)?.verdict;
  if (byStatus?.kind === "retry") return { ...byStatus, afterMs: retryAfterMs ?? byStatus.afterMs };
  if (byStatus) return byStatus;
  if (status >= 500) return { kind: "retry", afterMs: retryAfterMs ?? SERVER_FAULT_RETRY_MS };
  if (status >= 300) return { kind: "final" };
  // 200 with a body that nobody can read: a proxy in between, or a new shape. It may have been taken.
  return body === null ? { kind: "unknown" } : { kind: "retry", afterMs: UNKNOWN_CODE_RETRY_MS };
}

function answerOf(status: number | null, code: string | null, message: string | null): ProviderAnswer {
  return { status, code, message };
}

/** Providers repeat what they were sent: tokens, mobiles and addresses of machines have no place in the ledger. */
function masked(message: string | null, secrets: readonly (string | undefined)[]): string | null {
  if (message === null) return null;
  let text = message;
  for (const secret of secrets) if (secret) text = text.replaceAll(secret, "…");
  return text
    .replace(/https?:\/\/\S+/g, "…")
    .replace(/\+?\d[\d -]{8,}\d/g, "…")
    .replace(/[A-Za-z0-9_-]{24,}/g, "…")
    .slice(0, MOST_MESSAGE_CHARS);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A body of `{[code]: 0 | n, [message]: "…"}`; null when it is not one. */
export function bodyWith(code: string, message: string): (body: unknown) => BodyAnswer | null {
  return (body) => {
    const value = (body as Record<string, unknown> | null)?.[code];
    if (typeof value !== "number" && typeof value !== "string") return null;
    const said = (body as Record<string, unknown>)[message];
    return {
      ok: Number(value) === 0,
      code: String(value),
      message: typeof said === "string" ? said : null,
    };
  };
}
