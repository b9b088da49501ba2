import { randomUUID } from "node:crypto";
import { cancelOverride, insertOverride } from "../../db/stores/schedules.ts";
import type { OverrideBody, SwapBody } from "../../domain/oncall/bodies.ts";
import { collide, hasTurn, swapOf } from "../../domain/oncall/overrides.ts";
import type { Directory, ScheduleOverride } from "../../domain/oncall/types.ts";
import type { Context } from "../platform/context.ts";
import { type Change, changeDirectory } from "./change-directory.ts";
import { refuseUnknownPeople } from "./change-roles.ts";
import { findSchedule, refuseInactive } from "./change-schedules.ts";
import { missing, Refusal } from "./refusal.ts";

const DAY_MS = 86_400_000;
/** What is to last longer is a change of the schedule. */
const MAX_DAYS = 92;

/**
 * Puts somebody on call for a while: instead of one whose turn it is, or of whoever it would be, also where nobody is.
 * @throws Refusal for people whom nobody knows, a span that is none or over, and what collides with another override
 */
export function addOverride(
  context: Context,
  actor: string,
  schedule: string,
  body: OverrideBody,
): Promise<ScheduleOverride> {
  return changeDirectory(context, actor, async (change) => {
    findSchedule(change.directory, schedule);
    refuseSpan(context, "", body.from, body.to);
    const { personId, insteadOf, from: fromAt, to: toAt, note } = body;
    if (insteadOf !== null) {
      refuseUnknownPeople(change.directory, "insteadOf", [insteadOf]);
      if (insteadOf === personId)
        throw new Refusal(
          "same_person",
          "insteadOf: nobody stands in for themselves; name somebody else, or null",
        );
      refuseNoTurn(change.directory, schedule, "insteadOf", { personId: insteadOf, fromAt, toAt });
    }
    const override = { id: randomUUID(), schedule, personId, insteadOf, fromAt, toAt, note };
    await place(change, "personId", override);
    return override;
  });
}

/**
 * Lets two people have each other's turns: two overrides in one transaction.
 * @throws Refusal as addOverride does, and when one of them has no turn in their span
 */
export function swapTurns(
  context: Context,
  actor: string,
  schedule: string,
  { first, second, note }: SwapBody,
): Promise<ScheduleOverride[]> {
  return changeDirectory(context, actor, async (change) => {
    findSchedule(change.directory, schedule);
    if (first.personId === second.personId)
      throw new Refusal("same_person", "second.personId: it is the first one; a swap takes two people");
    const turns = [first, second].map(({ personId, from, to }) => ({ personId, fromAt: from, toAt: to }));
    for (const [i, turn] of turns.entries()) {
      const field = i === 0 ? "first." : "second.";
      refuseUnknownPeople(change.directory, `${field}personId`, [turn.personId]);
      refuseSpan(context, field, turn.fromAt, turn.toAt);
      refuseNoTurn(change.directory, schedule, `${field}personId`, turn);
    }
    const overrides = swapOf(turns[0]!, turns[1]!).map((stand) => ({
      ...stand,
      id: randomUUID(),
      schedule,
      note,
    }));
    for (const [i, override] of overrides.entries())
      await place(change, i === 0 ? "second.personId" : "first.personId", override);
    return overrides;
  });
}

/** @throws Refusal when there is no such override, or it was cancelled before */
export function removeOverride(context: Context, actor: string, schedule: string, id: string): Promise<void> {
  return changeDirectory(context, actor, async ({ tx, directory, audit }) => {
    findSchedule(directory, schedule);
    const override = directory.overrides.find((known) => known.id === id && known.schedule === schedule);
    if (!override) throw missing("no_such_override", `"${schedule}" has no override "${id}" that stands`);
    await cancelOverride(tx, id, context.clock.shopNow());
    await audit("override.cancel", `schedule:${schedule}`, override);
  });
}

async function place(
  { tx, directory, audit }: Change,
  field: string,
  override: ScheduleOverride,
): Promise<void> {
  refuseUnknownPeople(directory, field, [override.personId]);
  refuseInactive(directory, field, [override.personId]);
  const other = directory.overrides.find(
    (known) => known.schedule === override.schedule && collide(known, override),
  );
  if (other) {
    const name = directory.people.get(other.personId)?.name ?? "somebody";
    const span = `${new Date(other.fromAt).toISOString()} to ${new Date(other.toAt).toISOString()}`;
    throw new Refusal(
      "overlaps",
      `from, to: ${name} stands in from ${span} already; choose another span, or take override ${other.id} away`,
    );
  }
  await insertOverride(tx, override);
  await audit("override.add", `schedule:${override.schedule}`, override);
}

function refuseSpan({ clock }: Context, field: string, fromAt: number, toAt: number): void {
  const said = new Date(toAt).toISOString();
  if (toAt <= fromAt) throw new Refusal("bad_span", `${field}to: ${said} is not later than from`);
  if (toAt <= clock.shopNow()) throw new Refusal("bad_span", `${field}to: ${said} has passed`);
  if (toAt - fromAt > MAX_DAYS * DAY_MS)
    throw new Refusal(
      "bad_span",
      `${field}to: more than ${MAX_DAYS} days after from; change the schedule instead`,
    );
}

function refuseNoTurn(
  directory: Directory,
  schedule: string,
  field: string,
  turn: Parameters<typeof hasTurn>[2],
): void {
  if (hasTurn(directory, schedule, turn)) return;
  const name = directory.people.get(turn.personId)!.name;
  const span = `${new Date(turn.fromAt).toISOString()} and ${new Date(turn.toAt).toISOString()}`;
  const remedy = `GET /api/v1/schedules/${schedule}/on-call tells whose turns they are`;
  throw new Refusal("no_turn", `${field}: ${name} has no turn between ${span}; ${remedy}`);
}
