import { localToInstant } from "../../../domain/time/zone.ts";
import { CHANGE_KINDS, type ChangeKind } from "../../../domain/wire/changes.ts";
import { parseInstant } from "../../../domain/wire/instant.ts";
import { presetsAt } from "../../_ui/desk/changes/presets.ts";
import type { ChangesQuery } from "../../_ui/desk/changes/types.ts";
import type { Query } from "../orders/read-query.ts";

/** As a field of a form has it, on the shop's wall clock: 2026-03-01T14:00. */
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/**
 * Reads the page's query: two instants, or the same on the shop's clock as a form sends them. Without them it is about
 * the last whole hour.
 * @returns the parameter that cannot be understood instead
 */
export function readChangesQuery(
  query: Query,
  nowMs: number,
  timezone: string,
): ChangesQuery | { wrong: string } {
  const text = (name: string) => [query[name]].flat().at(-1) || null;
  const [usual] = presetsAt(nowMs, timezone);
  const from = moment("from") ?? usual!.fromMs;
  const to = moment("to") ?? usual!.toMs;
  if (Number.isNaN(from)) return { wrong: "from" };
  if (Number.isNaN(to)) return { wrong: "to" };
  const show = text("show");
  if (show !== null && !(CHANGE_KINDS as readonly string[]).includes(show)) return { wrong: "show" };
  return {
    fromMs: from,
    toMs: to,
    show: show as ChangeKind | null,
    node: text("node"),
    cursor: text("cursor"),
  };

  function moment(name: string): number | null {
    const given = text(name);
    if (given === null) return null;
    if (LOCAL.test(given)) return localToInstant(timezone, Date.parse(`${given}Z`));
    // A plus that was not escaped arrives as a space.
    const instant = parseInstant(given.replace(/ (\d{2}:\d{2})$/, "+$1"));
    return typeof instant === "number" ? instant : Number.NaN;
  }
}
