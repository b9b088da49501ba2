import { type ChangeWindow, countChanged, searchChanged } from "../../db/stores/visit-changes.ts";
import { nodesByRank } from "../../domain/settings/history.ts";
import type { ChangedVisits, ChangeKind } from "../../domain/wire/changes.ts";
import type { Context } from "../platform/context.ts";
import { currentSettings } from "./current-settings.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { iso, isoOrNull } from "./present-order.ts";

export interface ChangedQuestion extends ChangeWindow {
  change: ChangeKind;
  /** null: every node, watches apart, as totals count. */
  node: string | null;
  cursor: string | null;
  limit: number;
}

/**
 * The visits behind a number of readChanges, a page at a time; all pages together add up to it.
 * @throws CursorError
 */
export async function changedVisits(
  context: Pick<Context, "sql" | "settings">,
  { change, node, cursor, limit, fromMs, toMs }: ChangedQuestion,
): Promise<ChangedVisits> {
  const nodes = node === null ? await orderNodes(context) : [node];
  const asked = { fromMs, toMs, kind: change, nodes };
  const [at, id] = cursor === null ? [] : readCursor(cursor, ["instant", "uuid"]);
  const after = id === undefined ? null : { at: at!, id };
  const [found, totals] = await Promise.all([
    searchChanged(context.sql, asked, { after, limit: limit + 1 }),
    after ? null : countChanged(context.sql, asked),
  ]);
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    from: iso(fromMs),
    to: iso(toMs),
    change,
    totals,
    visits: shown.map(({ id: _, ...visit }) => ({
      ...visit,
      at: iso(visit.at),
      enteredAt: iso(visit.enteredAt),
      leftAt: isoOrNull(visit.leftAt),
      dueAt: isoOrNull(visit.dueAt),
      promiseAt: isoOrNull(visit.promiseAt),
    })),
    nextCursor: found.length > limit && last !== undefined ? writeCursor([last.at, last.id]) : null,
  };
}

async function orderNodes(context: Pick<Context, "sql" | "settings">): Promise<string[]> {
  const nodes = nodesByRank(await currentSettings(context));
  return nodes.filter(({ kind }) => kind !== "watch").map(({ key }) => key);
}
