import { expect, test } from "vitest";
import { DEFAULT_PLAYLIST } from "../../../../domain/screens/default-playlist.ts";
import { MOST_SCREENS } from "../../../../domain/screens/types.ts";
import { addScreen, draftOf, moveScreen, NEW_PREEMPTION, readDraft, roundMs } from "./draft.ts";

const draft = draftOf(DEFAULT_PLAYLIST);
const screens = (of: typeof draft) => of.entries.map(({ screen }) => screen);

test("a playlist that is opened and saved is the same", () => {
  expect(readDraft(draft)).toEqual({ playlist: DEFAULT_PLAYLIST });
  expect(roundMs(DEFAULT_PLAYLIST.entries)).toBe(150_000);
});

test("screens are added, moved and told apart", () => {
  const added = addScreen(draft, "board");
  expect(screens(added)).toEqual([...screens(draft), "board"]);
  expect(new Set(added.entries.map(({ key }) => key)).size).toBe(added.entries.length);
  expect(screens(moveScreen(draft, 1, -1)).slice(0, 2)).toEqual(["bottlenecks", "board"]);
  expect(moveScreen(draft, 0, -1)).toBe(draft);
  expect(moveScreen(draft, draft.entries.length - 1, 1)).toBe(draft);
  let full = draft;
  for (let i = 0; i < 2 * MOST_SCREENS; i++) full = addScreen(full, "node");
  expect(full.entries).toHaveLength(MOST_SCREENS);
});

test("what a screen does not show is not kept from the screen that it was before", () => {
  const node = {
    screen: "node",
    seconds: 30,
    lanes: [],
    windowHours: 72,
    columns: "hour",
    node: "packed",
  } as const;
  const entry = { ...node, lanes: [], key: 0 };
  expect(readDraft({ ...draft, entries: [entry] })).toMatchObject({
    playlist: { entries: [{ node: "packed", windowHours: 72 }] },
  });
  const read = readDraft({ ...draft, entries: [{ ...entry, screen: "board", columns: "carrier" }] });
  expect(read).toMatchObject({
    playlist: { entries: [{ screen: "board", windowHours: 24, columns: "hour" }] },
  });
  expect(JSON.stringify(read)).not.toContain("packed");
});

test.each([
  [{ ...draft, name: "  " }, "name"],
  [{ ...draft, name: "长".repeat(81) }, "name"],
  [{ ...draft, entries: [] }, "entries"],
  [{ ...draft, entries: [{ ...draft.entries[0]!, seconds: 4 }] }, "entries.0.seconds"],
  [{ ...draft, entries: [{ ...draft.entries[0]!, seconds: 7.5 }] }, "entries.0.seconds"],
  [{ ...draft, entries: [{ ...draft.entries[0]!, seconds: Number.NaN }] }, "entries.0.seconds"],
  [{ ...draft, preemption: { ...NEW_PREEMPTION, severities: [] } }, "preemption.severities"],
  [{ ...draft, preemption: { ...NEW_PREEMPTION, holdSeconds: 0 } }, "preemption.holdSeconds"],
])("names the field that is not right", (wrong, field) => {
  expect(readDraft(wrong)).toEqual({ wrong: [field] });
});
