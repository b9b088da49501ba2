import type { GroupRow } from "../../db/stores/groups.ts";
import type { Robot } from "../../db/stores/robots.ts";
import type { Finding } from "./finding.ts";

/** What messages and calls go through. */
export interface ChannelFacts {
  groups: readonly GroupRow[];
  robots: readonly Pick<Robot, "groupKey" | "kind" | "name" | "enabled" | "bannedUntil" | "lastError">[];
  /** Companies that place calls and are set up. */
  voice: readonly string[];
  /** Machine time, epoch ms. */
  machineNow: number;
}

/** Whether messages would be taken, and calls placed. */
export function judgeChannels(facts: ChannelFacts): Finding[] {
  return [judgeRobots(facts), judgeVoice(facts)];
}

function judgeRobots({ groups, robots, machineNow }: ChannelFacts): Finding {
  const name = "Robots";
  const enabled = robots.filter((robot) => robot.enabled);
  if (enabled.length === 0) {
    const advice = "PUT /api/v1/groups/{key}, then POST …/robots: without one no message goes anywhere.";
    return { name, state: "so-so", found: "none that is enabled", advice };
  }
  const mute = groups.filter(({ enabledRobots }) => enabledRobots === 0).map(({ key }) => `${key} has none`);
  const banned = enabled
    .filter(({ bannedUntil }) => (bannedUntil ?? 0) > machineNow)
    .map((robot) => `${nameOf(robot)} is banned until ${new Date(robot.bannedUntil!).toISOString()}`);
  const failing = enabled
    .filter(({ lastError }) => lastError !== null)
    .map((robot) => `${nameOf(robot)} refused its last message (${robot.lastError})`);
  const speaking = groups.length - mute.length;
  const found = `${enabled.length} in ${speaking} ${speaking === 1 ? "group" : "groups"}`;
  const wrong = [...mute, ...banned, ...failing];
  if (wrong.length === 0) return { name, state: "yes", found };
  const advice = "A test send to each shows whether it is mended: docs/ONCALL.md.";
  return { name, state: "so-so", found: `${found}; ${wrong.join("; ")}`, advice };
}

const nameOf = ({ groupKey, kind, name }: ChannelFacts["robots"][number]) => `${groupKey}'s ${kind} ${name}`;

function judgeVoice({ voice }: ChannelFacts): Finding {
  const name = "Phone calls";
  if (voice.length > 0) return { name, state: "yes", found: `through ${voice.join(", then ")}` };
  const advice = "Set TWILIO_* or ALIYUN_*: until then steps that call tell nobody.";
  return { name, state: "so-so", found: "no company that places them is set up", advice };
}
