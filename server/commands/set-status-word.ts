import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { ownSettings } from "../../db/stores/locks.ts";
import { waitingWords } from "../../db/stores/quarantine.ts";
import {
  deleteStatusWord,
  lockStatusWords,
  readStatusWords,
  type StatusWord,
  saveStatusWord,
} from "../../db/stores/status-words.ts";
import { foldWord } from "../../domain/order/status-word.ts";
import { CLOSED } from "../../domain/order/types.ts";
import { nodesByRank } from "../../domain/settings/history.ts";
import type { Context } from "../platform/context.ts";
import { shippedStatusWords } from "../sources/dictionary/status-words.ts";
import { type ReplayResult, replayQuarantine } from "./replay-quarantine.ts";

/** A word and what became of the events that waited for it. */
export interface WordChange {
  /** As it stands in the dictionary; null when nobody knows it any more. */
  entry: StatusWord | null;
  replayed: number;
  /** Events that wait for this word still. */
  stillWaiting: number;
  /** Those of them that were refused for another reason. */
  rejected: ReplayResult["rejected"];
}

export type SetStatusWord =
  | ({ ok: true } & WordChange)
  | { ok: false; code: "no_such_node" | "no_word"; detail: string };

/** Where a word comes from that no platform's list has. */
const OWN = "own";

/**
 * Says what a status word means from now on, and replays what waits in quarantine for it. What was recorded keeps its
 * meaning. Words that differ in case, spaces or width are one.
 * @param node a node's key, `closed`, or null for no move
 * @param actor who, for the audit
 */
export async function setStatusWord(
  context: Context,
  actor: string,
  word: string,
  node: string | null,
): Promise<SetStatusWord> {
  const key = foldWord(word);
  if (key === "")
    return { ok: false, code: "no_word", detail: `"${word}" holds nothing but spaces or quotes` };
  const known = nodesByRank(await context.settings.get()).filter(({ kind }) => kind !== "watch");
  if (node !== null && node !== CLOSED && !known.some((n) => n.key === node)) {
    const keys = [...known.map((n) => n.key), CLOSED].join(", ");
    const detail = `node: there is no "${node}"; known are ${keys}, and null for a word that moves nothing`;
    return { ok: false, code: "no_such_node", detail };
  }
  const entry = await changeWord(context, actor, "status_word.set", key, (before) => ({
    word: before?.word ?? word.trim(),
    node,
    origin: before?.origin ?? OWN,
  }));
  return { ok: true, entry, ...(await replayWord(context, actor, key)) };
}

/**
 * Takes back what the shop said of a word: one that came with Andon means again what it meant then, another is
 * unknown again. What waits for it is tried again in the first case.
 * @returns null when the dictionary has no such word
 */
export async function forgetStatusWord(
  context: Context,
  actor: string,
  word: string,
): Promise<WordChange | null> {
  const key = foldWord(word);
  const shipped = shippedStatusWords().find((entry) => foldWord(entry.word) === key) ?? null;
  let found = false;
  const entry = await changeWord(context, actor, "status_word.forget", key, (before) => {
    found = before !== null;
    return shipped;
  });
  return found ? { entry, ...(await replayWord(context, actor, key)) } : null;
}

/** Keeps recorders out, so that an event with this word is either waiting when we replay or sees the new meaning. */
function changeWord(
  { sql, clock }: Context,
  actor: string,
  action: string,
  key: string,
  decide: (before: StatusWord | null) => StatusWord | null,
): Promise<StatusWord | null> {
  return sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    await ownSettings(tx);
    await lockStatusWords(tx);
    const before = (await readStatusWords(tx)).find((entry) => foldWord(entry.word) === key) ?? null;
    const after = decide(before);
    if (before && before.word !== after?.word) await deleteStatusWord(tx, before.word);
    if (after) await saveStatusWord(tx, after);
    const same = before?.node === after?.node && (before === null) === (after === null);
    if (!same) {
      const detail = { before: before && { node: before.node }, after: after && { node: after.node } };
      const subject = after?.word ?? before?.word ?? key;
      await writeAudit(tx, { at: clock.machineNow(), actor, action, subject, detail });
    }
    return after;
  });
}

async function replayWord(context: Context, actor: string, key: string): Promise<Omit<WordChange, "entry">> {
  const waiting = (await waitingWords(context.sql)).filter(({ word }) => foldWord(word) === key);
  if (waiting.length === 0) return { replayed: 0, stillWaiting: 0, rejected: [] };
  const words = waiting.map(({ word }) => word);
  const { replayed, rejected } = await replayQuarantine(context, actor, { code: "unknown_status", words });
  const left = (await waitingWords(context.sql)).filter(({ word }) => words.includes(word));
  return { replayed, stillWaiting: left.reduce((sum, { items }) => sum + items, 0), rejected };
}
