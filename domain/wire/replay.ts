import { z } from "zod";
import { deltaSchema, snapshotSchema } from "./board.ts";
import { delaySummarySchema } from "./delay.ts";

/** Shop seconds in a second of playing. */
export const REPLAY_SPEEDS = [60, 300, 600, 1_800, 3_600] as const;
export type ReplaySpeed = (typeof REPLAY_SPEEDS)[number];

/** How far back a replay reaches. */
export const REPLAY_DAYS = 30;
/** A stretch is asked for at a time, so it is bounded in time and in frames. */
export const REPLAY_HOURS_MAX = 48;
export const REPLAY_STEPS_MAX = 240;
/** Seconds of shop time between two frames. */
export const REPLAY_STEP_S = { min: 5, max: 3_600 } as const;
/** The epoch of every replayed frame: no board was ever numbered so. */
export const REPLAY_EPOCH = 0;

/** A stretch of the past as the live board would have told it: the reducer of live frames takes it as it is. */
export const replaySchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  stepSeconds: z.number().int(),
  snapshot: snapshotSchema.describe("the board at `from`, with seq 0"),
  deltas: z
    .array(deltaSchema)
    .describe("one for each step, the last one at `to`; those without a change too"),
  delays: z
    .array(delaySummarySchema)
    .describe(
      "where the delay of the 24 hours before sat, at some moments of the stretch; the first is `from`",
    ),
});
export type Replay = z.infer<typeof replaySchema>;
