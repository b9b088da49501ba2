import { randomBytes } from "node:crypto";
import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { lockPairingByDevice, type PairingLine, savePairing } from "../../db/stores/pairings.ts";
import { readTvStates, setTvHash } from "../../db/stores/tvs.ts";
import type { Paired, PairingError } from "../../domain/wire/tvs.ts";
import { hashToken } from "../auth/hash-token.ts";
import type { Context } from "../platform/context.ts";
import { POLL_SLACK_MS, SLOWER_BY_MS } from "../tvs/limits.ts";

const CREDENTIAL_BYTES = 32;
const MS_PER_S = 1_000;

/** What a television is told when it asks whether it was approved. */
export type PairingAnswer =
  | { ok: true; tv: Paired; credential: string }
  | { ok: false; error: PairingError; intervalS: number };

/**
 * Answers a television that asks whether it was approved (RFC 8628 §3.5). The answer after the approval mints its
 * credential, which nobody else ever knew: neither who approved nor the database has it. It may be lost on its way, so
 * whoever asks again before having come with it is given another, which takes the place of the one before.
 */
export async function finishPairing(context: Context, deviceCode: string): Promise<PairingAnswer> {
  return (await context.sql.begin((begun) =>
    answer(begun as unknown as Tx, context.clock.machineNow(), hashToken(deviceCode)),
  )) as PairingAnswer;
}

async function answer(tx: Tx, now: number, deviceHash: Uint8Array): Promise<PairingAnswer> {
  const pairing = await lockPairingByDevice(tx, deviceHash);
  if (pairing === null || pairing.expiresAt <= now) return no("expired_token", pairing);
  const tooSoon = pairing.polledAt !== null && now - pairing.polledAt < pairing.intervalMs - POLL_SLACK_MS;
  const intervalMs = pairing.intervalMs + (tooSoon ? SLOWER_BY_MS : 0);
  const polled = { ...pairing, polledAt: now, intervalMs };
  if (tooSoon) {
    await savePairing(tx, polled);
    return no("slow_down", polled);
  }
  if (pairing.state === "denied") return no("access_denied", pairing);
  if (pairing.state === "waiting") {
    await savePairing(tx, polled);
    return no("authorization_pending", polled);
  }
  const tv = (await readTvStates(tx, [pairing.tvId!])).get(pairing.tvId!);
  await savePairing(tx, { ...polled, state: "used" });
  // It was revoked before it came.
  if (!tv) return no("access_denied", pairing);
  const credential = randomBytes(CREDENTIAL_BYTES).toString("base64url");
  await setTvHash(tx, tv.id, hashToken(credential));
  const actor = `tv:${tv.id}`;
  await writeAudit(tx, { at: now, actor, action: "tv.join", subject: actor, detail: { name: tv.name } });
  return { ok: true, tv: { id: tv.id, name: tv.name }, credential };
}

function no(error: PairingError, pairing: Pick<PairingLine, "intervalMs"> | null): PairingAnswer {
  return { ok: false, error, intervalS: (pairing?.intervalMs ?? 0) / MS_PER_S };
}
