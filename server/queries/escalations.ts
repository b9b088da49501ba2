import { readEscalations } from "../../db/stores/escalations.ts";
import type { Escalations } from "../../domain/wire/escalations.ts";
import type { Context } from "../platform/context.ts";
import { iso, isoOrNull } from "./present-order.ts";

/** One for each node and each person who has alerts there: more are not read from a wall. */
const MOST = 200;

/** Which alerts are under way, and who has which until when. */
export async function readEscalationsNow({
  sql,
  clock,
}: Pick<Context, "sql" | "clock">): Promise<Escalations> {
  const now = clock.shopNow();
  const groups = await readEscalations(sql, now, MOST);
  return {
    asOf: iso(now),
    groups: groups.map(({ pledgeUntil, oldestDueAt, nextStepAt, ...group }) => ({
      ...group,
      pledgeUntil: isoOrNull(pledgeUntil),
      oldestDueAt: iso(oldestDueAt),
      nextStepAt: isoOrNull(nextStepAt),
    })),
  };
}
