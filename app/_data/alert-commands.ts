"use server";
import { z } from "zod";
import { actorOf } from "../../server/auth/who.ts";
import { AlertActionError, type AlertRequest } from "../../server/commands/alert-requests.ts";
import { passAlerts } from "../../server/commands/pass-alerts.ts";
import { resolveAlerts } from "../../server/commands/resolve-alerts.ts";
import { takeAlerts } from "../../server/commands/take-alerts.ts";
import { undoPass } from "../../server/commands/undo-pass.ts";
import { readDirectory } from "../../server/queries/directory.ts";
import type { ActionAnswer } from "../_ui/desk/alerts/types.ts";
import { webContext } from "./context.ts";
import { userWith } from "./session.ts";

/** More than a page of the list shows is no choice that somebody made. */
const IDS_MAX = 200;

const idsSchema = z.array(z.uuid()).min(1).max(IDS_MAX);

/** Whoever is signed in takes alerts and says until when (epoch ms of shop time). */
export async function takeFromDesk(
  ids: string[],
  pledgeUntilMs: number,
  over: boolean,
): Promise<ActionAnswer> {
  return await asSignedIn(ids, async (asked) => {
    const untilMs = z.int().parse(Math.round(pledgeUntilMs));
    const request = { ...asked, pledgeUntilMs: untilMs, over: over === true };
    const { taken, already, pledgeUntilMs: until } = await takeAlerts(webContext(), request);
    if (taken.length === 0 && already === null) return { kind: "refused", code: "over" };
    return {
      kind: "taken",
      count: taken.length,
      untilMs: until,
      already: already && { name: already.name, untilMs: already.pledgeUntilMs },
    };
  });
}

/** @param toPersonId null: the next in line */
export async function passFromDesk(ids: string[], toPersonId: string | null): Promise<ActionAnswer> {
  return await asSignedIn(ids, async (asked) => {
    const to = z.uuid().nullable().parse(toPersonId) ?? undefined;
    const context = webContext();
    const result = await passAlerts(context, { ...asked, toPersonId: to });
    if (result.passed.length === 0) return { kind: "refused", code: "over" };
    const undoForMs =
      result.undoUntilMs === null ? 0 : Math.max(0, result.undoUntilMs - context.clock.machineNow());
    return { kind: "passed", to: result.to?.name ?? null, undoForMs };
  });
}

/** Takes back the pass that the first of these went on with, and all that went with it. */
export async function undoPassFromDesk(ids: string[]): Promise<ActionAnswer> {
  return await asSignedIn(ids, async ({ alertIds, ...who }) => {
    await undoPass(webContext(), { ...who, alertId: alertIds[0]! });
    return { kind: "undone" };
  });
}

export async function resolveFromDesk(ids: string[]): Promise<ActionAnswer> {
  return await asSignedIn(ids, async (asked) => {
    const { resolved } = await resolveAlerts(webContext(), asked);
    return resolved.length === 0
      ? { kind: "refused", code: "over" }
      : { kind: "resolved", count: resolved.length };
  });
}

type Asked = AlertRequest & { alertIds: string[] };

/** Only who may act on alerts acts, under the name that the directory has for them, or their own. */
async function asSignedIn(
  ids: string[],
  act: (asked: Asked) => Promise<ActionAnswer>,
): Promise<ActionAnswer> {
  try {
    const who = await userWith("alerts:act");
    if (who === null) return { kind: "refused", code: "forbidden" };
    const { people } = await readDirectory(webContext());
    const person = who.personId === null ? undefined : people.get(who.personId);
    const by = { personId: person?.id ?? null, name: person?.name ?? who.name };
    return await act({ alertIds: idsSchema.parse(ids), by, actor: actorOf(who), via: "desk" });
  } catch (error) {
    if (error instanceof AlertActionError) return { kind: "refused", code: error.code };
    if (error instanceof z.ZodError) return { kind: "refused", code: "failed" };
    throw error;
  }
}
