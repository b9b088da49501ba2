import { expect, test } from "vitest";
import { FrameTimes } from "./frame-times.ts";
import { FRAMES_REMEMBERED_MS } from "./limits.ts";

test("tells for how long a newer frame than the one on the screen has been out", () => {
  const times = new FrameTimes();
  expect(times.behindMs({ epoch: 1, seq: 1 }, 50_000)).toBe(0);
  times.note({ epoch: 1, seq: 1 }, 1_000);
  times.note({ epoch: 1, seq: 2 }, 2_000);
  times.note({ epoch: 1, seq: 2 }, 2_500);
  times.note({ epoch: 2, seq: 1 }, 3_000);
  expect(times.behindMs({ epoch: 1, seq: 1 }, 10_000)).toBe(8_000);
  expect(times.behindMs({ epoch: 1, seq: 2 }, 10_000)).toBe(7_000);
  expect(times.behindMs({ epoch: 2, seq: 1 }, 10_000)).toBe(0);
  // It got a newer one from another web process.
  expect(times.behindMs({ epoch: 2, seq: 5 }, 10_000)).toBe(0);
  expect(times.behindMs(null, 10_000)).toBe(9_000);
});

test("forgets what is old, and still knows that a screen is behind by at least so much", () => {
  const times = new FrameTimes();
  for (let seq = 0; seq < 5_000; seq++) times.note({ epoch: 1, seq }, seq * 250);
  const now = 5_000 * 250;
  expect(times.behindMs({ epoch: 1, seq: 3 }, now)).toBeGreaterThanOrEqual(FRAMES_REMEMBERED_MS);
  expect(times.behindMs({ epoch: 1, seq: 3 }, now)).toBeLessThan(FRAMES_REMEMBERED_MS + 1_000);
  expect(times.behindMs({ epoch: 1, seq: 4_900 }, now)).toBe(99 * 250);
});
