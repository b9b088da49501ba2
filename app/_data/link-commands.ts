"use server";
import { AlertActionError } from "../../server/commands/alert-requests.ts";
import { actOnLink, type LinkChoice, undoByLink } from "../../server/links/act-on-link.ts";
import type { ActionAnswer } from "../_ui/desk/alerts/types.ts";
import { webContext } from "./context.ts";

/** The signature of the token stands for who acts: no other page can make one. */
export async function takeByLink(token: string, pledgeUntilMs: number, over: boolean): Promise<ActionAnswer> {
  return await byLink(token, { pledgeUntilMs: Math.round(pledgeUntilMs), over: over === true });
}

export async function passByLink(token: string): Promise<ActionAnswer> {
  return await byLink(token, {});
}

export async function undoPassByLink(token: string): Promise<ActionAnswer> {
  return await answered(async () => {
    const undone = await undoByLink(webContext(), String(token));
    return undone.ok ? { kind: "undone" } : { kind: "refused", code: undone.reason };
  });
}

function byLink(token: string, choice: LinkChoice): Promise<ActionAnswer> {
  return answered(async () => {
    const context = webContext();
    const act = await actOnLink(context, String(token), choice);
    if (!act.ok) return { kind: "refused", code: act.reason };
    if (act.action === "take") {
      const { taken, already, pledgeUntilMs: untilMs } = act.result;
      if (taken.length === 0 && already === null) return { kind: "refused", code: "over" };
      return {
        kind: "taken",
        count: taken.length,
        untilMs,
        already: already && { name: already.name, untilMs: already.pledgeUntilMs },
      };
    }
    const { passed, to, already, undoUntilMs } = act.result;
    if (passed.length === 0) {
      if (already === null) return { kind: "refused", code: "over" };
      return {
        kind: "taken",
        count: 0,
        untilMs: already.pledgeUntilMs,
        already: { name: already.name, untilMs: already.pledgeUntilMs },
      };
    }
    const undoForMs = undoUntilMs === null ? 0 : Math.max(0, undoUntilMs - context.clock.machineNow());
    return { kind: "passed", to: to?.name ?? null, undoForMs };
  });
}

async function answered(act: () => Promise<ActionAnswer>): Promise<ActionAnswer> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof AlertActionError) return { kind: "refused", code: error.code };
    throw error;
  }
}
