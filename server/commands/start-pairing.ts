import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { countWaiting, forgetPairings, insertPairing } from "../../db/stores/pairings.ts";
import { revokeTvRow } from "../../db/stores/tvs.ts";
import { showUserCode, USER_CODE_LENGTH, USER_CODE_LETTERS } from "../../domain/screens/user-code.ts";
import type { Pairing } from "../../domain/wire/tvs.ts";
import { hashToken } from "../auth/hash-token.ts";
import type { Context } from "../platform/context.ts";
import { forgetOldTries, type Tries, takeTries } from "../tvs/limit-tries.ts";
import {
  CODE_LIVES_MS,
  CODES_PER_ADDRESS,
  MOST_WAITING,
  PAIRING_KEPT_MS,
  POLL_INTERVAL_MS,
} from "../tvs/limits.ts";
import { Refusal } from "./refusal.ts";

const DEVICE_CODE_BYTES = 32;
const MS_PER_S = 1_000;
/** Two codes alike among a thousand of 20^8 are all but impossible; more than this is a fault. */
const TRIES_FOR_A_CODE = 5;

/**
 * Begins to pair a television (RFC 8628 §3.2): a code for its screen, and one that only it knows.
 * @param address from where it asks
 * @param baseUrl under which people reach this server
 * @throws Refusal when an address asks too often, or too many televisions wait
 */
export async function startPairing(context: Context, address: string, baseUrl: string): Promise<Pairing> {
  const tries: Tries[] = [{ key: `tv-code:${address}`, most: CODES_PER_ADDRESS }];
  await takeTries(context, tries, "too many codes were asked for from this address");
  const deviceCode = randomBytes(DEVICE_CODE_BYTES).toString("base64url");
  const userCode = (await context.sql.begin((begun) =>
    placeCode(begun as unknown as Tx, context.clock.machineNow(), hashToken(deviceCode)),
  )) as string;
  const shown = showUserCode(userCode);
  const uri = `${baseUrl}/tvs/pair`;
  return {
    device_code: deviceCode,
    user_code: shown,
    verification_uri: uri,
    verification_uri_complete: `${uri}?code=${shown}`,
    expires_in: CODE_LIVES_MS / MS_PER_S,
    interval: POLL_INTERVAL_MS / MS_PER_S,
  };
}

async function placeCode(tx: Tx, now: number, deviceHash: Uint8Array): Promise<string> {
  await forgetOldTries(tx, now);
  // Approved, and it never came: its name is free again.
  for (const tvId of await forgetPairings(tx, now - PAIRING_KEPT_MS)) {
    await revokeTvRow(tx, tvId, now);
    const detail = { why: "it never came for its credential" };
    await writeAudit(tx, { at: now, actor: "system", action: "tv.revoke", subject: `tv:${tvId}`, detail });
  }
  if ((await countWaiting(tx, now)) >= MOST_WAITING) {
    throw new Refusal(
      "too_many_wait",
      `${MOST_WAITING} televisions wait to be paired; approve or let them expire first`,
      {
        kind: "too_often",
        retryAfterMs: CODE_LIVES_MS,
      },
    );
  }
  for (let i = 0; i < TRIES_FOR_A_CODE; i++) {
    const userCode = Array.from(
      { length: USER_CODE_LENGTH },
      () => USER_CODE_LETTERS[randomInt(USER_CODE_LETTERS.length)]!,
    ).join("");
    const placed = await insertPairing(tx, {
      id: randomUUID(),
      deviceHash,
      userCode,
      createdAt: now,
      expiresAt: now + CODE_LIVES_MS,
      intervalMs: POLL_INTERVAL_MS,
    });
    if (placed) return userCode;
  }
  throw new Error("no free code was found for a television");
}
