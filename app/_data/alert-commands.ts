"use server";
import { z } from "zod";
import { AlertActionError } from "../../server/commands/alert-requests.ts";
import { passAlerts } from "../../server/commands/pass-alerts.ts";
import { resolveAlerts } from "../../server/commands/resolve-alerts.ts";
import { takeAlerts } from "../../server/commands/take-alerts.ts";
import { undoPass } from "../../server/commands/undo-pass.ts";
import type { ActionAnswer, Actor } from "../_ui/desk/alerts/types.ts";
import { webContext } from "./context.ts";

/** More than a page of the list shows is no choice that somebody made. */
const IDS_MAX = 200;
const NAME_MAX = 40;

const idsSchema = z.array(z.uuid()).min(1).max(IDS_MAX);
const actorSchema = z.object({
  personId: z.uuid().nullable(),
  name: z.string().trim().min(1).max(NAME_MAX),
});

/** Somebody at a desk takes alerts and says until when (epoch ms of shop time). */
export async function takeFromDesk(
  ids: string[],
  by: Actor,
  pledgeUntilMs: number,
  over: boolean,
): Promise<ActionAnswer> {
  return await answered(async () => {
    const request = { ...parsed(ids, by), pledgeUntilMs: z.int().parse(Math.round(pledgeUntilMs)), over };
    const { taken, already, pledgeUntilMs: untilMs } = await takeAlerts(webContext(), request);
    if (taken.length === 0 && already === null) return { kind: "refused", code: "over" };
    return {
      kind: "taken",
      count: taken.length,
      untilMs,
      already: already && { name: already.name, untilMs: already.pledgeUntilMs },
    };
  });
}

/** @param toPersonId null: the next in line */
export async function passFromDesk(
  ids: string[],
  by: Actor,
  toPersonId: string | null,
): Promise<ActionAnswer> {
  return await answered(async () => {
    const to = z.uuid().nullable().parse(toPersonId) ?? undefined;
    const context = webContext();
    const result = await passAlerts(context, { ...parsed(ids, by), toPersonId: to });
    if (result.passed.length === 0) return { kind: "refused", code: "over" };
    const undoForMs =
      result.undoUntilMs === null ? 0 : Math.max(0, result.undoUntilMs - context.clock.machineNow());
    return { kind: "passed", to: result.to?.name ?? null, undoForMs };
  });
}

/** Takes back the pass that the first of these went on with, and all that went with it. */
export async function undoPassFromDesk(ids: string[], by: Actor): Promise<ActionAnswer> {
  return await answered(async () => {
    const { alertIds, ...who } = parsed(ids, by);
    await undoPass(webContext(), { ...who, alertId: alertIds[0]! });
    return { kind: "undone" };
  });
}

export async function resolveFromDesk(ids: string[], by: Actor): Promise<ActionAnswer> {
  return await answered(async () => {
    const { resolved } = await resolveAlerts(webContext(), parsed(ids, by));
    return resolved.length === 0
      ? { kind: "refused", code: "over" }
      : { kind: "resolved", count: resolved.length };
  });
}

function parsed(ids: string[], by: Actor) {
  return { alertIds: idsSchema.parse(ids), by: actorSchema.parse(by), via: "desk" as const };
}

async function answered(act: () => Promise<ActionAnswer>): Promise<ActionAnswer> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof AlertActionError) return { kind: "refused", code: error.code };
    if (error instanceof z.ZodError) return { kind: "refused", code: "name" };
    throw error;
  }
}
