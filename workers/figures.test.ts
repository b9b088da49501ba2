import { expect, test } from "vitest";
import { Figures } from "./figures.ts";

test("counts ticks, frames, projections and escalation, and looks for the slowest tick anew after each taking", () => {
  const figures = new Figures();
  figures.ticked({ outcome: "shown", abandoned: false, seq: 1, newFrame: true, asOfMs: 0 }, 0.25);
  figures.ticked({ outcome: "shown", abandoned: false, seq: 1, newFrame: false, asOfMs: 0 }, 0.5);
  figures.projected(40, 0.5);
  figures.rebuilt(2);
  figures.escalated(3, 1, 0.5);
  figures.escalated(0, 0, 9);
  figures.escalationFailed();
  expect(figures.take()).toMatchObject({
    name: expect.stringMatching(/^.+:\d+$/),
    ticks: 2,
    tickSeconds: 0.75,
    slowestTickSeconds: 0.5,
    ticking: 1,
    frames: 1,
    projectedOrders: 40,
    rebuilds: 1,
    lastRebuildSeconds: 2,
    escalatedVisits: 3,
    endedAlerts: 1,
    escalationSeconds: 0.5,
    escalationFailures: 1,
  });
  figures.ticked({ outcome: "lost" }, 9);
  expect(figures.take()).toMatchObject({ ticks: 2, slowestTickSeconds: 0, ticking: 0 });
});
