import { foldWord } from "../order/status-word.ts";

/**
 * What an export says of one thing, field by field. null: the column is there and empty; absent: there is no column.
 * `word` is a source's status word.
 */
export type Content = Readonly<Record<string, unknown>>;

/** What one export shows of one token of an order, or of the order's facts. */
export interface Sighting {
  content: Content;
  /** When the row says that it was changed, epoch ms. */
  changedAt: number | null;
}

/** The same content at one export after the other. Instants in epoch ms. */
export interface Run extends Sighting {
  firstAt: number;
  lastAt: number;
  /** The exports that showed it, ascending; null where only the newest are added to. */
  seen: readonly number[] | null;
}

/** At an instant, one content gave way to another; `before` is null for what was never seen before. */
export interface Change {
  at: number;
  before: Content | null;
  after: Content;
}

/** What a sighting does to what was known. */
export interface Placement {
  changes: Change[];
  /** Runs to be written, over those that begin at the same instant. */
  put: Run[];
  /** The run before goes on until now. */
  extend: Run | null;
  /** Another export of this very instant showed something else. */
  contradicts: boolean;
}

const NOTHING: Placement = { changes: [], put: [], extend: null, contradicts: false };

/**
 * Places what an export showed at `at` among what the exports before and after it showed, whichever arrived first.
 * Each change it finds is true of an export, so that changes found earlier, against another neighbour, stay true.
 * @param before the run that began last, at or before `at`
 * @param after the run that begins first after `at`
 */
export function placeSighting(
  at: number,
  sighting: Sighting,
  before: Run | null,
  after: Run | null,
): Placement {
  const asBefore = before !== null && sameContent(before.content, sighting.content);
  if (before && at <= before.lastAt) {
    const seen = before.seen ?? [before.firstAt, before.lastAt];
    if (asBefore)
      return seen.includes(at) ? NOTHING : { ...NOTHING, put: [{ ...before, seen: sorted(seen, at) }] };
    if (seen.includes(at)) return { ...NOTHING, contradicts: !agree(before.content, sighting.content) };
    return split(at, sighting, before, seen);
  }
  if (asBefore) return { ...NOTHING, extend: before };
  const changes: Change[] = [
    {
      at: instantOf(sighting, before?.lastAt ?? null, at),
      before: before?.content ?? null,
      after: sighting.content,
    },
  ];
  if (after && !sameContent(after.content, sighting.content)) {
    changes.push({ at: instantOf(after, at, after.firstAt), before: sighting.content, after: after.content });
  }
  return { ...NOTHING, changes, put: [alone(at, sighting)] };
}

/** Something else was there for a while in the middle of a run: from the next export that showed it, it is back. */
function split(at: number, sighting: Sighting, run: Run, seen: readonly number[]): Placement {
  const head = [run.firstAt, ...seen.filter((t) => t > run.firstAt && t < at)];
  const tail = seen.filter((t) => t > at);
  const until = head.at(-1)!;
  const again = tail[0]!;
  return {
    ...NOTHING,
    changes: [
      { at: instantOf(sighting, until, at), before: run.content, after: sighting.content },
      { at: again, before: sighting.content, after: run.content },
    ],
    put: [
      { ...run, lastAt: until, seen: head },
      alone(at, sighting),
      { ...run, firstAt: again, seen: tail, changedAt: null },
    ],
  };
}

function alone(at: number, { content, changedAt }: Sighting): Run {
  return { firstAt: at, lastAt: at, seen: [at], content, changedAt };
}

/** The row's own word for when it changed, where exports do not speak against it; else the export's time. */
function instantOf({ changedAt }: Sighting, after: number | null, until: number): number {
  const fits = changedAt !== null && changedAt <= until && (after === null || changedAt > after);
  return fits ? changedAt : until;
}

function sorted(seen: readonly number[], at: number): number[] {
  return [...seen, at].sort((a, b) => a - b);
}

/** Whether two contents say the same of the same fields; status words are compared folded. */
function sameContent(a: Content, b: Content): boolean {
  const fields = Object.keys(a);
  return (
    fields.length === Object.keys(b).length &&
    fields.every((field) => Object.hasOwn(b, field) && sameValue(field, a[field], b[field]))
  );
}

/** Whether two contents say the same of the fields that both have. */
function agree(a: Content, b: Content): boolean {
  return Object.keys(a).every((field) => !Object.hasOwn(b, field) || sameValue(field, a[field], b[field]));
}

/** Whether a field's value is the same; lists are compared by what is in them. */
export function sameValue(field: string, a: unknown, b: unknown): boolean {
  if (field === WORD && typeof a === "string" && typeof b === "string") return foldWord(a) === foldWord(b);
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The field of a token's content that holds its status word. */
export const WORD = "word";
