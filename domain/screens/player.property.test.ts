import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LANES } from "../settings/types.ts";
import { SEED } from "../testing/seed.ts";
import {
  MOST_IN_A_ROW,
  MOST_WAITING,
  type NewRed,
  type PlayerEvent,
  type PlayerState,
  type Programme,
  play,
  REST_MOST_MS,
  shownEntry,
  startPlayer,
} from "./player.ts";
import { playlistEntrySchema, preemptionSchema, SCREEN_KINDS } from "./types.ts";

const TICK_MS = 500;
const SEVERITIES = [1, 2, 3] as const;
const nodes = fc.constantFrom("n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8");
const red: fc.Arbitrary<NewRed> = fc.record({
  node: nodes,
  lane: fc.constantFrom(...LANES),
  severity: fc.constantFrom(...SEVERITIES, null),
});
const entry = fc
  .record({ screen: fc.constantFrom(...SCREEN_KINDS), seconds: fc.integer({ min: 5, max: 40 }) })
  .map((given) => playlistEntrySchema.parse(given));
const preemption = fc
  .record({
    lanes: fc.subarray([...LANES]),
    severities: fc.subarray([...SEVERITIES]),
    holdSeconds: fc.integer({ min: 5, max: 40 }),
  })
  .map((given) => preemptionSchema.parse(given));
const programme: fc.Arbitrary<Programme> = fc.record({
  entries: fc.array(entry, { minLength: 1, maxLength: 4 }),
  preemption: fc.option(preemption),
});
const tick = fc.integer({ min: 0, max: 5_000 }).map((ms): PlayerEvent => ({ kind: "tick", ms }));
const reds = fc.array(red, { maxLength: 3 }).map((given): PlayerEvent => ({ kind: "reds", reds: given }));
const taken = fc
  .array(nodes, { maxLength: 3 })
  .map((given): PlayerEvent => ({ kind: "taken", nodes: new Set(given) }));
const command = fc
  .constantFrom("next" as const, "previous" as const, "pause" as const, "resume" as const)
  .map((given): PlayerEvent => ({ kind: "command", do: given }));
const changed = fc
  .record({ programme, paused: fc.boolean() })
  .map((given): PlayerEvent => ({ kind: "programme", ...given }));
const runs = { seed: SEED, numRuns: 120 };

const played = (state: PlayerState, events: readonly PlayerEvent[]) => events.reduce(play, state);

describe("whatever happens", () => {
  test("there is a screen, its time is bounded, and nothing grows", () => {
    fc.assert(
      fc.property(
        programme,
        fc.array(fc.oneof(tick, reds, taken, command, changed), { maxLength: 80 }),
        (given, events) => {
          let state = startPlayer(given, false);
          for (const event of events) {
            state = play(state, event);
            expect(shownEntry(state)).toBeDefined();
            expect(state.index).toBeLessThan(state.programme.entries.length);
            expect(state.leftMs).toBeGreaterThan(0);
            expect(state.leftMs).toBeLessThanOrEqual(3_600_000);
            expect(state.waiting.length).toBeLessThanOrEqual(MOST_WAITING);
            expect(state.row.holds).toBeLessThanOrEqual(MOST_IN_A_ROW);
            const called = state.waiting.map(({ node }) => node);
            expect(new Set(called).size).toBe(called.length);
            expect(called).not.toContain(state.hold?.node);
          }
        },
      ),
      runs,
    );
  });

  test("a pause holds: only next and previous change what is on", () => {
    fc.assert(
      fc.property(
        programme,
        fc.array(fc.oneof(tick, reds, taken, command), { maxLength: 40 }),
        fc.array(fc.oneof(tick, reds, taken), { maxLength: 40 }),
        (given, before, meanwhile) => {
          const paused = played(startPlayer(given, false), [...before, { kind: "command", do: "pause" }]);
          const later = played(paused, meanwhile);
          expect(shownEntry(later)).toEqual(shownEntry(paused));
          expect(later.leftMs).toBe(paused.leftMs);
        },
      ),
      runs,
    );
  });

  test("a storm of reds never stops the playlist", () => {
    fc.assert(
      fc.property(
        fc.record({ entries: fc.array(entry, { minLength: 2, maxLength: 3 }), preemption }),
        fc.array(red, { minLength: 1, maxLength: 12 }),
        (given, storm) => {
          const holdMs = given.preemption.holdSeconds * 1_000;
          const restMs = Math.min(holdMs, REST_MOST_MS);
          // A row of holds for each rest, and thrice that, since something worse may break a rest twice.
          const rounds = Math.ceil(given.entries[0]!.seconds / (restMs / 1_000)) + 1;
          const enough = rounds * 3 * ((MOST_IN_A_ROW + 1) * (holdMs + TICK_MS) + restMs + TICK_MS);
          let state = startPlayer(given, false);
          let passed = 0;
          while (state.index === 0 && passed <= enough) {
            const one = storm[Math.floor(passed / TICK_MS) % storm.length]!;
            state = played(state, [
              { kind: "reds", reds: [one] },
              { kind: "tick", ms: TICK_MS },
            ]);
            passed += TICK_MS;
          }
          expect(state.index).toBe(1);
        },
      ),
      { ...runs, numRuns: 40 },
    );
  });

  test("a hold ends by itself, and goes back to where it was", () => {
    fc.assert(
      fc.property(
        programme,
        fc.integer({ min: 0, max: 4_900 }),
        fc.array(red, { minLength: 1 }),
        (given, ms, storm) => {
          const before = play(startPlayer(given, false), { kind: "tick", ms });
          let state = play(before, { kind: "reds", reds: storm });
          for (let holds = 0; state.hold !== null; holds++) {
            expect(holds).toBeLessThanOrEqual(MOST_IN_A_ROW);
            expect(state.index).toBe(before.index);
            expect(state.leftMs).toBe(before.leftMs);
            state = play(state, { kind: "tick", ms: given.preemption!.holdSeconds * 1_000 });
          }
          expect([state.index, state.leftMs]).toEqual([before.index, before.leftMs]);
        },
      ),
      runs,
    );
  });

  test("what is taken has no screen, and waits for none", () => {
    fc.assert(
      fc.property(
        programme,
        fc.array(fc.oneof(tick, reds), { maxLength: 20 }),
        fc.array(nodes, { maxLength: 8 }),
        (given, events, gone) => {
          const state = play(played(startPlayer(given, false), events), {
            kind: "taken",
            nodes: new Set(gone),
          });
          for (const node of gone) {
            expect(state.hold?.node).not.toBe(node);
            expect(state.waiting.map((call) => call.node)).not.toContain(node);
          }
        },
      ),
      runs,
    );
  });
});
