import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEED } from "../testing/seed.ts";
import { type Decision, type DueVisit, decide, type RecordedStep, type StandingAlert } from "./decide.ts";
import { firstStepAt, stepAt, stepTimes } from "./steps.ts";
import type { PolicyStep } from "./types.ts";

const M = 60_000;

const minutes = (min: number, max: number) => fc.integer({ min, max }).map((m) => m * M);
const step: fc.Arbitrary<PolicyStep> = fc.record({
  kind: fc.constantFrom("chat" as const, "flag" as const, "voice" as const),
  anchor: fc.constantFrom("warn" as const, "due" as const),
  offsetMs: fc.constantFrom(-30 * M, 0, 0, 20 * M, 60 * M),
  beforePromiseMs: fc.constantFrom(null, null, 40 * M),
  targets: fc.constant([{ kind: "owner" as const }]),
  repeat: fc.option(fc.record({ everyMs: minutes(1, 30), limit: fc.nat(3) })),
});
const steps = fc.array(step, { minLength: 1, maxLength: 5 });
const deadlines = fc
  .record({ entered: minutes(0, 30), warn: minutes(0, 60), due: minutes(0, 90), promise: fc.boolean() })
  .map(({ entered, warn, due, promise }) => ({
    enteredAt: entered,
    warnAt: entered + Math.min(warn, due),
    dueAt: entered + due,
    promiseAt: promise ? entered + due : null,
    leftAt: null,
  }));

type Act =
  | { kind: "look" }
  | { kind: "take"; forMs: number }
  | { kind: "move"; byMs: number }
  | { kind: "leave" };
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ kind: "look" as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("take" as const), forMs: minutes(1, 60) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("move" as const), byMs: minutes(-60, 120) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "leave" as const }) },
);
const story = fc.array(fc.tuple(minutes(0, 25), act), { minLength: 1, maxLength: 25 });

/** The rules said again, one minute's look at a time, with a plain list of what fired and no thought for speed. */
class Naive {
  done: { step: number; round: number; beat: number }[] = [];
  open = false;
  taken = false;
  pledge: number | null = null;
  seenDue = 0;

  look(visit: DueVisit, policy: PolicyStep[], now: number): string[] {
    const due = visit.dueAt!;
    if (visit.leftAt !== null) return this.open ? this.close("left") : [];
    const first = firstStepAt(policy, visit)!;
    if (this.open && due !== this.seenDue && due > now && (this.seenDue <= now || first > now))
      return this.close("deadline_moved");
    if (this.taken && this.pledge! > now) return [];
    const passed = this.taken;
    this.taken = false;
    const coming = policy.flatMap((s, index) => {
      const before = this.done.filter((d) => d.step === index);
      if (before.length > (s.repeat?.limit ?? 0)) return [];
      const beat = before.length === 0 ? stepAt(s, visit)! : before[before.length - 1]!.beat;
      return [{ step: index, round: before.length, beat: Math.max(beat, this.pledge ?? beat), s }];
    });
    let now_ = coming.filter((c) => c.beat <= now);
    if (passed && now_.length === 0 && due <= now) {
      const next = Math.min(...coming.map((c) => c.beat));
      now_ = coming.filter((c) => c.beat === next).map((c) => ({ ...c, beat: this.pledge! }));
    }
    const told = now_.filter((c) => c.s.kind !== "flag");
    const loudest = told.some((c) => c.s.kind === "voice") ? "voice" : "chat";
    const best = told
      .filter((c) => c.s.kind === loudest)
      .sort((a, b) => b.beat - a.beat || b.step - a.step)[0];
    const said = now_.map((c) => {
      const same =
        best !== undefined &&
        JSON.stringify([c.s.anchor, c.s.offsetMs, c.s.beforePromiseMs]) ===
          JSON.stringify([best.s.anchor, best.s.offsetMs, best.s.beforePromiseMs]);
      return `${c.s.kind === "flag" || same ? "fired" : "skipped"} ${c.step}#${c.round}`;
    });
    for (const c of now_) {
      let beat = c.beat;
      if (c.s.repeat)
        do beat += c.s.repeat.everyMs;
        while (beat <= now);
      this.done.push({ step: c.step, round: c.round, beat });
    }
    if (now_.length > 0) this.open = true;
    if (this.open) this.seenDue = due;
    return passed ? ["pledge_passed", ...said] : said;
  }

  /** Whether a message or a call was said just now, or has a round left. */
  tells(policy: PolicyStep[], said: readonly string[]): boolean {
    return policy.some(
      ({ kind, repeat }, index) =>
        kind !== "flag" &&
        (said.some((line) => line.startsWith(`fired ${index}#`)) ||
          this.done.filter((d) => d.step === index).length <= (repeat?.limit ?? 0)),
    );
  }

  close(why: string): string[] {
    Object.assign(this, new Naive());
    return [why];
  }
}

/** What the store keeps between two looks. */
class Kept {
  alert: StandingAlert | null = null;

  look(visit: DueVisit, policy: PolicyStep[], now: number): { said: string[]; decision: Decision } {
    const decision = decide(visit, this.alert, policy, policy, now);
    const said: string[] = [];
    if (decision.kind === "end") {
      said.push(decision.resolution);
      this.alert = null;
    } else if (decision.kind === "go_on") {
      if (decision.pledgePassed) said.push("pledge_passed");
      const all = [...decision.fired, ...decision.skipped].map((s): RecordedStep => ({ ...s, firedAt: now }));
      for (const [what, list] of [
        ["fired", decision.fired],
        ["skipped", decision.skipped],
      ] as const)
        for (const s of list) said.push(`${what} ${s.step}#${s.round}`);
      const recorded = [...(this.alert?.recorded ?? []), ...all];
      this.alert = {
        state: "open",
        dueAt: visit.dueAt!,
        pledgeUntil: this.alert?.pledgeUntil ?? null,
        recorded,
      };
    } else if (
      this.alert &&
      visit.dueAt !== null &&
      (this.alert.state === "open" || this.alert.pledgeUntil! <= now)
    )
      this.alert = { ...this.alert, dueAt: visit.dueAt };
    return { said, decision };
  }
}

describe("decide", () => {
  it(`does what the naive model does, whatever happens in whatever order (seed ${SEED})`, () => {
    fc.assert(
      fc.property(steps, deadlines, story, (policy, began, acts) => {
        const naive = new Naive();
        const kept = new Kept();
        let visit: DueVisit = began;
        let now = 0;
        for (const [pause, what] of acts) {
          now += pause;
          if (what.kind === "take" && kept.alert) {
            naive.taken = true;
            naive.pledge = now + what.forMs;
            kept.alert = { ...kept.alert, state: "acknowledged", pledgeUntil: now + what.forMs };
          }
          if (what.kind === "move") {
            const dueAt = Math.max(visit.enteredAt, visit.dueAt! + what.byMs);
            const warnAt = Math.min(visit.warnAt!, dueAt);
            visit = { ...visit, dueAt, warnAt, promiseAt: visit.promiseAt === null ? null : dueAt };
          }
          if (what.kind === "leave") visit = { ...visit, leftAt: now };
          const expected = naive.look(visit, policy, now);
          const { said, decision } = kept.look(visit, policy, now);
          expect(said.toSorted()).toEqual(expected.toSorted());
          if (decision.kind === "go_on") expect(decision.tellsOn).toBe(naive.tells(policy, said));
          // It wakes at the next thing to do, never at what is done, and never at once for nothing.
          if (decision.nextAt !== null && decision.kind !== "end")
            expect(decision.nextAt).toBeGreaterThan(now);
        }
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it(`looked at only when it asks to be, fires what stepTimes says, each once (seed ${SEED})`, () => {
    fc.assert(
      fc.property(steps, deadlines, (policy, visit) => {
        const kept = new Kept();
        const fired: string[] = [];
        let now: number | null = firstStepAt(policy, visit);
        for (let looks = 0; now !== null; looks++) {
          expect(looks).toBeLessThan(50);
          const { said, decision } = kept.look(visit, policy, now);
          fired.push(...said.map((line) => line.replace("skipped", "fired")));
          now = decision.nextAt;
        }
        const expected = stepTimes(policy, visit).map(({ step: index, round }) => `fired ${index}#${round}`);
        expect(fired.toSorted()).toEqual(expected.toSorted());
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
