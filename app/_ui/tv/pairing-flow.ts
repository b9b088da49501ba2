import { type Pairing, pairingSchema } from "../../../domain/wire/tvs.ts";

/** What a television that nobody has let in shows. */
export type PairingView =
  | { kind: "starting" }
  /** A code that waits for somebody until `endsAt` (ms of the stopwatch). */
  | { kind: "code"; pairing: Pairing; endsAt: number }
  | { kind: "denied" }
  | { kind: "paired" }
  /** The server does not answer, or wants to be asked later. */
  | { kind: "away"; retryS: number };

export interface PairingNeeds {
  fetch: typeof fetch;
  /** Waits, in ms; rejects when the page goes. */
  wait: (ms: number) => Promise<void>;
  /** A stopwatch in ms. */
  now: () => number;
  show: (view: PairingView) => void;
}

/** A refused screen shows why for so long before it asks for a new code, in ms. */
const DENIED_SHOWN_MS = 15_000;
/** A server that is away is asked again after so long, in s. */
const RETRY_S = 5;
const MOST_RETRY_S = 120;
const SECOND_MS = 1_000;

/**
 * Shows codes until one is approved (RFC 8628): a code that ends is followed by the next, a server that is away is waited
 * for. Ends once the television is paired; its credential is then in a cookie that no script reads.
 */
export async function runPairing(needs: PairingNeeds): Promise<void> {
  for (;;) {
    const pairing = await begin(needs);
    const endsAt = needs.now() + pairing.expires_in * SECOND_MS;
    const end = await untilDecided(needs, pairing, endsAt);
    needs.show({ kind: end === "expired" ? "starting" : end });
    if (end === "paired") return;
    if (end === "denied") await needs.wait(DENIED_SHOWN_MS);
  }
}

async function begin({ fetch, wait, show }: PairingNeeds): Promise<Pairing> {
  for (;;) {
    const answer = await fetch("/api/v1/tv/pairings", { method: "POST" }).catch(() => null);
    const pairing = answer?.ok ? pairingSchema.safeParse(await answer.json().catch(() => null)) : null;
    if (pairing?.success) return pairing.data;
    const asked = Number(answer?.headers.get("retry-after"));
    const retryS = Math.min(MOST_RETRY_S, asked > 0 ? asked : RETRY_S);
    show({ kind: "away", retryS });
    await wait(retryS * SECOND_MS);
  }
}

async function untilDecided(
  { fetch, wait, now, show }: PairingNeeds,
  pairing: Pairing,
  endsAt: number,
): Promise<"paired" | "denied" | "expired"> {
  let everyMs = pairing.interval * SECOND_MS;
  show({ kind: "code", pairing, endsAt });
  while (now() < endsAt) {
    await wait(everyMs);
    const answer = await fetch("/api/v1/tv/token", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ device_code: pairing.device_code }),
    }).catch(() => null);
    if (answer?.ok) return "paired";
    // An answer that nobody understands, or none, is no decision: the code may be approved yet.
    const told = (await answer?.json().catch(() => null)) as { error?: string; interval?: number } | null;
    if (told?.error === "access_denied") return "denied";
    if (told?.error === "expired_token") return "expired";
    if (told?.error === "slow_down") everyMs = Math.max(everyMs, (told.interval ?? RETRY_S) * SECOND_MS);
  }
  return "expired";
}
