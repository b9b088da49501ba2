import { expect, test } from "vitest";
import { afterSend, type SendHistory } from "./after-send.ts";

const history = (given: Partial<SendHistory> = {}): SendHistory => ({
  retries: 0,
  unknowns: 0,
  robotsLeft: 1,
  untried: 0,
  once: false,
  ...given,
});
const retry = { kind: "retry", afterMs: 2_000, banned: false } as const;

test("what was taken is done", () => {
  expect(afterSend({ kind: "accepted" }, history({ unknowns: 1 }))).toEqual({ do: "done" });
});

test("a refusal for good goes on to the next robot, and past the last one to somebody else", () => {
  expect(afterSend({ kind: "final" }, history())).toEqual({ do: "again", afterMs: 0 });
  expect(afterSend({ kind: "final" }, history({ robotsLeft: 0 }))).toEqual({ do: "give_up", why: "refused" });
});

test("pauses double up to a minute, until it was tried enough", () => {
  const pauses = [1, 2, 3, 4, 5].map((retries) => afterSend(retry, history({ retries })));
  expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 32_000].map((afterMs) => ({ do: "again", afterMs })));
  expect(afterSend(retry, history({ retries: 6 }))).toEqual({ do: "give_up", why: "tried_enough" });
  const slow = { kind: "retry", afterMs: 45_000, banned: false } as const;
  expect(afterSend(slow, history({ retries: 3 }))).toEqual({ do: "again", afterMs: 60_000 });
});

test("another robot is tried at once; a ban counts for nothing", () => {
  expect(afterSend(retry, history({ retries: 6, untried: 1 }))).toEqual({ do: "again", afterMs: 0 });
  const banned = { kind: "retry", afterMs: 600_000, banned: true } as const;
  expect(afterSend(banned, history({ retries: 9 }))).toEqual({ do: "again", afterMs: 0 });
});

test("what may have arrived is repeated once", () => {
  expect(afterSend({ kind: "unknown" }, history({ unknowns: 1 }))).toEqual({ do: "again", afterMs: 0 });
  expect(afterSend({ kind: "unknown" }, history({ unknowns: 2 }))).toEqual({
    do: "give_up",
    why: "unknown_twice",
  });
});

test("a test of one robot is tried once", () => {
  for (const end of [retry, { kind: "unknown" }, { kind: "final" }] as const)
    expect(afterSend(end, history({ once: true }))).toMatchObject({ do: "give_up" });
});
