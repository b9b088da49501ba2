import { type PlaylistEntry, playlistEntrySchema, type ScreenKind } from "../../../domain/screens/types.ts";

type Query = Record<string, string | string[] | undefined>;

/** On a page of its own a screen stays. */
const STAYS_S = 3_600;

/** A screen as a page's address asks for it: ?hours=72&by=carrier&lane=warehouse; what cannot be read is left out. */
export function readEntry(screen: ScreenKind, query: Query, node?: string): PlaylistEntry {
  const base = { screen, seconds: STAYS_S, ...(node === undefined ? {} : { node }) };
  const asked = {
    windowHours: query.hours === undefined ? undefined : Number([query.hours].flat().at(-1)),
    columns: [query.by].flat().at(-1),
    lanes: query.lane === undefined ? undefined : [query.lane].flat(),
  };
  const readable = Object.entries(asked).filter(
    ([name, value]) =>
      value !== undefined && playlistEntrySchema.safeParse({ ...base, [name]: value }).success,
  );
  return playlistEntrySchema.parse({ ...base, ...Object.fromEntries(readable) });
}
