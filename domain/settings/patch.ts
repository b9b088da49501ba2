import { z } from "zod";
import { LANES, type NodeVersion, PROMISE_KINDS } from "./types.ts";

const HOUR_MS = 3_600_000;
/** A node where an order may wait longer than this is no node but an archive. */
export const MAX_ALLOWANCE_MS = 366 * 24 * HOUR_MS;
export const MAX_CUTOFFS = 24;

const allowance = z.number().int().min(1_000).max(MAX_ALLOWANCE_MS).nullable();
const name = z.string().trim().min(1).max(60);

/** What may be changed of a node; absent leaves as it is. Durations in ms. */
export const nodePatchSchema = z
  .strictObject({
    nameZh: name,
    nameEn: name,
    lane: z.enum(LANES),
    warnMs: allowance,
    dueMs: allowance,
    leadMs: allowance,
    clock: z.string().min(1).max(60),
    promise: z.enum(PROMISE_KINDS).nullable(),
    severity: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
    owner: name,
    cutoffs: z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be HH:MM")).max(MAX_CUTOFFS),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, { message: "must change at least one field" });
export type NodePatch = z.infer<typeof nodePatchSchema>;

/**
 * The next version of a node.
 * @returns the version, or what makes it impossible
 */
export function patchNode(
  node: NodeVersion,
  patch: NodePatch,
  validFrom: number,
): NodeVersion | { problem: string } {
  const next: NodeVersion = { ...node, ...patch, validFrom };
  if (patch.cutoffs) next.cutoffs = [...new Set(patch.cutoffs)].sort();
  if ((next.warnMs === null) !== (next.dueMs === null)) return { problem: "warnMs and dueMs go together" };
  if (next.warnMs !== null && next.warnMs > next.dueMs!) {
    return { problem: `warnMs ${next.warnMs} must not be later than dueMs ${next.dueMs}` };
  }
  return next;
}
