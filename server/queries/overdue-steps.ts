import { readOverdueSteps } from "../../db/stores/alert-summary.ts";
import type { Context } from "../platform/context.ts";

/** A step that did not fire within this (machine time) is missed for now: thousands at one instant take a second or two. */
export const STEP_GRACE_MS = 10_000;
/** Counted to so many. */
const MOST = 10_000;

export interface OverdueSteps {
  count: number;
  /** Shop time since the oldest should have fired. */
  oldestMs: number;
}

/** Steps that should have fired and did not; null: none. */
export async function overdueSteps({
  sql,
  clock,
}: Pick<Context, "sql" | "clock">): Promise<OverdueSteps | null> {
  const now = clock.shopNow();
  const { count, oldestAt } = await readOverdueSteps(sql, now - STEP_GRACE_MS * clock.speed, MOST);
  return oldestAt === null ? null : { count, oldestMs: Math.max(0, now - oldestAt) };
}
