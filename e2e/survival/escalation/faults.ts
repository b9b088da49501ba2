import { setTimeout as sleep } from "node:timers/promises";
import { bringAbout, type Fault } from "../faults.ts";
import type { Fleet } from "../fleet.ts";
import type { Random } from "../random.ts";
import type { Providers } from "./sandbox.ts";

/** What happens to processes, and what providers do wrong a few times. */
export type Trouble =
  | { to: "fleet"; afterMs: number; fault: Fault }
  | { to: "providers"; afterMs: number; where: string; kind: string; times: number };

const VICTIMS = ["worker1", "worker2", "worker1", "worker2", "web1", "postgres", "redis"] as const;
const WRONG = [
  ["dingtalk", "429"],
  ["dingtalk", "500"],
  ["dingtalk", "timeout"],
  ["dingtalk", "drop"],
  ["dingtalk", "busy"],
  ["twilio", "429"],
  ["twilio", "503"],
  ["twilio", "timeout"],
  ["twilio", "drop"],
  ["callbacks", "lost"],
  ["callbacks", "duplicated"],
  ["callbacks", "reordered"],
  ["callbacks", "wrong_sign"],
  ["phone", "busy"],
  ["phone", "hang_up"],
  ["phone", "silence"],
] as const;
const LONGEST_GAP_MS = 900;
const LONGEST_PAUSE_MS = 2_500;

/**
 * What has hurt most, in a row: providers that take a message or a call and never say so, news that come twice or not at
 * all, and then whoever waited for it dies, and what he wrote into with him.
 */
export const WORST: readonly Trouble[] = [
  { to: "providers", afterMs: 0, where: "dingtalk", kind: "timeout", times: 2 },
  { to: "fleet", afterMs: 300, fault: { do: "kill", who: "worker1" } },
  { to: "fleet", afterMs: 0, fault: { do: "kill", who: "worker2" } },
  { to: "fleet", afterMs: 200, fault: { do: "kill", who: "postgres" } },
  { to: "providers", afterMs: 0, where: "twilio", kind: "timeout", times: 2 },
  { to: "providers", afterMs: 0, where: "callbacks", kind: "lost", times: 2 },
  { to: "fleet", afterMs: 500, fault: { do: "FLUSHALL" } },
  { to: "providers", afterMs: 0, where: "callbacks", kind: "duplicated", times: 3 },
  { to: "providers", afterMs: 0, where: "twilio", kind: "drop", times: 1 },
  { to: "fleet", afterMs: 700, fault: { do: "crash backend", which: 3 } },
  { to: "fleet", afterMs: 100, fault: { do: "kill", who: "web1" } },
];

export function troubles(random: Random, count: number): Trouble[] {
  return Array.from({ length: count }, (): Trouble => {
    const afterMs = random.between(0, LONGEST_GAP_MS);
    const dice = random.next();
    if (dice < 0.45) {
      const [where, kind] = random.pick(WRONG);
      return { to: "providers", afterMs, where, kind, times: random.between(1, 3) };
    }
    const who = random.pick(VICTIMS);
    if (dice < 0.75) return { to: "fleet", afterMs, fault: { do: "kill", who } };
    if (dice < 0.83)
      return { to: "fleet", afterMs, fault: { do: "crash backend", which: random.between(0, 99) } };
    if (dice < 0.95)
      return { to: "fleet", afterMs, fault: { do: "pause", who, ms: random.between(50, LONGEST_PAUSE_MS) } };
    return { to: "fleet", afterMs, fault: { do: "FLUSHALL" } };
  });
}

export async function befall(trouble: Trouble, fleet: Fleet, providers: Providers): Promise<boolean> {
  await sleep(trouble.afterMs);
  if (trouble.to === "fleet") return bringAbout(trouble.fault, fleet, async () => {});
  const { where, kind, times } = trouble;
  await providers.post("/faults", { where, kind, times });
  return true;
}

export function troublesInWords(list: readonly Trouble[]): string {
  return list.map((trouble) => `  ${JSON.stringify(trouble)}`).join("\n");
}
