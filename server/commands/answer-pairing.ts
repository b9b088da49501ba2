import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "../../db/sql.ts";
import { lockPairingByCode, type PairingLine, savePairing } from "../../db/stores/pairings.ts";
import { insertTv, readTvs } from "../../db/stores/tvs.ts";
import { tvSettingsSchema } from "../../domain/screens/types.ts";
import { readUserCode, showUserCode } from "../../domain/screens/user-code.ts";
import { hashToken } from "../auth/hash-token.ts";
import type { Context } from "../platform/context.ts";
import { type Tries, takeTries } from "../tvs/limit-tries.ts";
import { MOST_TVS, WRONG_CODES_PER_ADDRESS, WRONG_CODES_PER_USER } from "../tvs/limits.ts";
import { changeScreens } from "./change-screens.ts";
import { refuseTakenName, refuseUnknownPlaylist, tvNameSchema } from "./change-tvs.ts";
import { missing, Refusal } from "./refusal.ts";

const codeSchema = z.string().min(1).max(50).describe("as the television shows it: XXXX-XXXX");

export const codeBody = z.object({ userCode: codeSchema }).strict();
export const approvalBody = z
  .object({
    userCode: codeSchema,
    name: tvNameSchema,
    playlistId: z.uuid(),
    settings: tvSettingsSchema.partial().optional(),
  })
  .strict();
export type Approval = z.infer<typeof approvalBody>;

/** Who answers, and from where: wrong codes are counted against both. */
export interface Answerer {
  actor: string;
  address: string;
}

/** A television that waits, as whoever is about to approve it sees it. Machine time, epoch ms. */
export interface WaitingTv {
  userCode: string;
  createdAt: number;
  expiresAt: number;
}

/**
 * The television that shows a code.
 * @throws Refusal when none does, or somebody tried too many codes
 */
export function findWaiting(context: Context, by: Answerer, typed: string): Promise<WaitingTv> {
  return underCode(
    context,
    by,
    async () =>
      context.sql.begin(async (tx) => {
        const pairing = await lockWaiting(tx as unknown as Tx, typed, context.clock.machineNow());
        const { userCode, createdAt, expiresAt } = pairing;
        return { userCode: showUserCode(userCode), createdAt, expiresAt };
      }) as Promise<WaitingTv>,
  );
}

/**
 * Lets a television in under a name, with a playlist. It fetches its credential itself; whoever approves never has it, and
 * it never has theirs.
 * @returns its id
 * @throws Refusal when no television shows the code, the name is taken or there is no such playlist
 */
export function approvePairing(
  context: Context,
  by: Answerer,
  { userCode, name, playlistId, settings }: Approval,
): Promise<string> {
  return underCode(context, by, () =>
    changeScreens(context, by.actor, async ({ tx, nowMs, audit }) => {
      const pairing = await lockWaiting(tx, userCode, nowMs);
      const tvs = await readTvs(tx);
      if (tvs.length >= MOST_TVS)
        throw new Refusal(
          "too_many_tvs",
          `there are ${MOST_TVS} televisions already; revoke one that is gone`,
        );
      refuseTakenName(tvs, name, null);
      await refuseUnknownPlaylist(tx, playlistId);
      const id = randomUUID();
      // Nobody knows what hashes to this: the credential is made when the television comes for it.
      const hash = hashToken(randomBytes(32).toString("base64url"));
      const whole = tvSettingsSchema.parse(settings ?? {});
      await insertTv(tx, {
        id,
        name,
        hash,
        playlistId,
        settings: whole,
        approvedBy: by.actor,
        createdAt: nowMs,
      });
      await savePairing(tx, { ...pairing, state: "approved", tvId: id });
      await audit("tv.approve", `tv:${id}`, { name, playlistId });
      return id;
    }),
  );
}

/** Turns the television away that shows a code. @throws Refusal when none does */
export function denyPairing(context: Context, by: Answerer, userCode: string): Promise<void> {
  return underCode(context, by, () =>
    changeScreens(context, by.actor, async ({ tx, nowMs, audit }) => {
      const pairing = await lockWaiting(tx, userCode, nowMs);
      await savePairing(tx, { ...pairing, state: "denied" });
      await audit("tv.deny", `pairing:${pairing.id}`, {});
    }),
  );
}

/** A code that is wrong counts against who typed it; everything else is no guess. */
async function underCode<T>(context: Context, by: Answerer, act: () => Promise<T>): Promise<T> {
  const tries: Tries[] = [
    { key: `tv-guess:${by.actor}`, most: WRONG_CODES_PER_USER },
    { key: `tv-guess-from:${by.address}`, most: WRONG_CODES_PER_ADDRESS },
  ];
  const forgive = await takeTries(context, tries, "too many codes were typed that no television shows");
  try {
    const done = await act();
    await forgive();
    return done;
  } catch (error) {
    if (!(error instanceof Refusal && error.code === NO_SUCH_CODE)) await forgive();
    throw error;
  }
}

const NO_SUCH_CODE = "no_such_code";

async function lockWaiting(tx: Tx, typed: string, now: number): Promise<PairingLine> {
  const code = readUserCode(typed);
  const pairing = code === null ? null : await lockPairingByCode(tx, code);
  if (pairing?.state !== "waiting" || pairing.expiresAt <= now) {
    const remedy = "read it from the television again; it changes every ten minutes";
    throw missing(NO_SUCH_CODE, `userCode: no television shows this code now; ${remedy}`);
  }
  return pairing;
}
