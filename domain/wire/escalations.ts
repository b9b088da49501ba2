import { z } from "zod";
import { STEP_KINDS } from "../escalation/types.ts";

const count = z.number().int().nonnegative();
const instant = z.iso.datetime();

/** Alerts that are not resolved, by node and by who has them. Shop time; names of colleagues, nothing of customers. */
export const escalationsSchema = z.object({
  asOf: instant,
  /** What nobody has comes first, then what was promised soonest. */
  groups: z.array(
    z.object({
      node: z.string(),
      takenName: z.string().nullable().describe("who has them while the pledge holds; null: nobody"),
      pledgeUntil: instant.nullable().describe("the first of their pledges"),
      stage: z.enum(STEP_KINDS).describe("how far the furthest has come"),
      alerts: count,
      overdue: count.describe("of them past their deadline; the others are due soon"),
      oldestDueAt: instant,
      nextStepAt: instant.nullable().describe("when the next of them goes on; null: no step is left"),
    }),
  ),
});
export type Escalations = z.infer<typeof escalationsSchema>;
