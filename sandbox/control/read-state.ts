import type { Sandbox } from "../sandbox.ts";

const MESSAGES = 60;
const CALLS = 12;

/** What a page shows: the newest of everything. */
export function readState(box: Sandbox) {
  const groups = new Set(box.chats.robots().map(({ group }) => group));
  const messages = box.chats.messages().slice(-MESSAGES);
  for (const { group } of messages) groups.add(group);
  return {
    now: new Date(box.timeline.now()).toISOString(),
    groups: [...groups],
    robots: box.chats.robots().map(({ kind, group, name }) => ({ kind, group, name })),
    messages: messages.map(({ raw: _raw, ...message }) => message),
    calls: box.phones
      .list()
      .slice(-CALLS)
      .map(({ view }) => view),
    faults: box.faults.list(),
    habits: box.habits.list(),
    names: Object.fromEntries(box.names),
  };
}
