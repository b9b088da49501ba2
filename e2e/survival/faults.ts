import { setTimeout as sleep } from "node:timers/promises";
import type { Fleet, MemberName } from "./fleet.ts";
import type { Random } from "./random.ts";

/** What happens to the fleet. */
export type Fault =
  /** kill -9 */
  | { do: "kill"; who: MemberName }
  /** kill -9 of one of PostgreSQL's own processes: it then ends as a whole. */
  | { do: "crash backend"; which: number }
  /** SIGSTOP, and SIGCONT after `ms`. */
  | { do: "pause"; who: MemberName; ms: number }
  /** SIGTERM: an orderly restart. */
  | { do: "restart"; who: MemberName }
  | { do: "FLUSHALL" }
  /** What the test itself does, to prove that the inspection sees it. */
  | { do: "sabotage" };

/** A fault and the pause before it, in ms. */
export interface Step {
  afterMs: number;
  fault: Fault;
}

const TWICE: readonly MemberName[] = ["worker1", "worker2", "postgres", "redis"];
const LONGEST_GAP_MS = 500;
/** Above the ticker's lease and the screens' patience. */
const LONGEST_PAUSE_MS = 6_000;
const SHORT_PAUSE_MS = 1_000;
const UP_WITHIN_MS = 4_000;
const POLL_MS = 20;

/** Webs take the longest to start, and would else take most of the run. */
const VICTIMS: readonly MemberName[] = ["web1", "web2", ...TWICE, ...TWICE];

/** A schedule of faults from a seed. */
export function schedule(random: Random, faults: number): Step[] {
  return Array.from({ length: faults }, () => ({
    afterMs: random.between(0, LONGEST_GAP_MS),
    fault: anyFault(random),
  }));
}

function anyFault(random: Random): Fault {
  const dice = random.next();
  if (dice < 0.42) return { do: "kill", who: random.pick(VICTIMS) };
  if (dice < 0.5) return { do: "crash backend", which: random.between(0, 99) };
  if (dice < 0.8) {
    const longest = random.chance(0.2) ? LONGEST_PAUSE_MS : SHORT_PAUSE_MS;
    return { do: "pause", who: random.pick(VICTIMS), ms: random.between(50, longest) };
  }
  if (dice < 0.9) return { do: "restart", who: random.pick(VICTIMS) };
  return { do: "FLUSHALL" };
}

/** Brings a fault about. @returns whether there was something that it could hit */
export async function bringAbout(
  fault: Fault,
  fleet: Fleet,
  sabotage: () => Promise<void>,
): Promise<boolean> {
  switch (fault.do) {
    case "kill":
      await untilUp(fleet, fault.who);
      return fleet.members[fault.who].signal("SIGKILL");
    case "crash backend":
      await untilUp(fleet, "postgres");
      return fleet.members.postgres.killChild(fault.which);
    case "pause":
      await untilUp(fleet, fault.who);
      return fleet.members[fault.who].pause(fault.ms);
    case "restart":
      await untilUp(fleet, fault.who);
      return fleet.members[fault.who].signal(fault.who === "postgres" ? "SIGINT" : "SIGTERM");
    case "FLUSHALL":
      await untilUp(fleet, "redis");
      return fleet.flush().then(
        () => true,
        () => false,
      );
    case "sabotage":
      await sabotage();
      return true;
  }
}

/** A fault should meet a process at work; one that does not come up in time is hit where it is. */
async function untilUp(fleet: Fleet, who: MemberName): Promise<void> {
  for (let waited = 0; !fleet.members[who].isUp && waited < UP_WITHIN_MS; waited += POLL_MS)
    await sleep(POLL_MS);
}

/** A schedule for people, one fault a line. */
export function inWords(steps: readonly Step[]): string {
  return steps
    .map(({ afterMs, fault }) => {
      const { do: what, ...details } = fault;
      const more = Object.values(details).join(" ");
      return `  after ${afterMs} ms: ${what}${more ? ` ${more}` : ""}${fault.do === "pause" ? " ms" : ""}`;
    })
    .join("\n");
}
