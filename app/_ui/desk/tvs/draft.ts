import {
  MOST_SCREENS,
  type Playlist,
  type PlaylistEntry,
  type Preemption,
  playlistSchema,
  preemptionSchema,
  type ScreenKind,
} from "../../../../domain/screens/types.ts";

/** A screen of a playlist while it is edited; `key` only tells it from its neighbours. */
export interface DraftEntry extends PlaylistEntry {
  key: number;
}

export interface Draft {
  name: string;
  entries: DraftEntry[];
  preemption: Preemption | null;
}

export const NEW_PREEMPTION: Preemption = preemptionSchema.parse({});
const NEW_SECONDS = 30;

/** Which choices a screen has; what it has not is left as it is by default. */
export const CHOICES: Readonly<Record<ScreenKind, readonly ("lanes" | "window" | "columns" | "node")[]>> = {
  board: ["lanes"],
  bottlenecks: ["window", "columns", "lanes"],
  node: ["node", "window", "lanes"],
  escalations: ["lanes"],
  forecast: ["lanes"],
};

export function draftOf({ name, entries, preemption }: Playlist): Draft {
  return { name, entries: entries.map((entry, key) => ({ ...entry, key })), preemption };
}

export function addScreen(draft: Draft, screen: ScreenKind): Draft {
  if (draft.entries.length >= MOST_SCREENS) return draft;
  const key = 1 + Math.max(-1, ...draft.entries.map((entry) => entry.key));
  const entry: DraftEntry = {
    screen,
    seconds: NEW_SECONDS,
    lanes: [],
    windowHours: 24,
    columns: "hour",
    key,
  };
  return { ...draft, entries: [...draft.entries, entry] };
}

/** Moves a screen one place up (−1) or down (+1); at an end it stays. */
export function moveScreen(draft: Draft, at: number, by: -1 | 1): Draft {
  const to = at + by;
  if (to < 0 || to >= draft.entries.length) return draft;
  const entries = [...draft.entries];
  [entries[at], entries[to]] = [entries[to]!, entries[at]!];
  return { ...draft, entries };
}

/** How long a round takes, in ms. */
export const roundMs = (entries: readonly Pick<PlaylistEntry, "seconds">[]): number =>
  entries.reduce((sum, { seconds }) => sum + seconds * 1_000, 0);

/** The playlist that a draft is, or the fields that are not right: `name`, `entries.2.seconds`, `preemption.severities`. */
export function readDraft({
  name,
  entries,
  preemption,
}: Draft): { playlist: Playlist } | { wrong: string[] } {
  const bare = entries.map(({ key: _, node, ...entry }) => ({
    ...defaultsFor(entry),
    ...(entry.screen === "node" && node !== undefined && { node }),
  }));
  if (preemption?.severities.length === 0) return { wrong: ["preemption.severities"] };
  const read = playlistSchema.safeParse({ name, entries: bare, preemption });
  if (read.success) return { playlist: read.data };
  return { wrong: read.error.issues.map(({ path }) => path.join(".")) };
}

/** What a screen has no choice of goes back to what it is by default. */
function defaultsFor<T extends Omit<PlaylistEntry, "node">>(entry: T): T {
  const choices = CHOICES[entry.screen];
  return {
    ...entry,
    ...(!choices.includes("window") && { windowHours: 24 }),
    ...(!choices.includes("columns") && { columns: "hour" }),
  };
}
