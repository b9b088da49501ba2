import { z } from "zod";
import { nodesByRank } from "../settings/history.ts";
import { MAX_ALLOWANCE_MS, MAX_CUTOFFS } from "../settings/patch.ts";
import { LANES, type NodeVersion, PHASES, type SettingsHistory } from "../settings/types.ts";
import { WATCH_PREFIX } from "./compile.ts";
import { type Reads, readCondition } from "./condition.ts";
import { variableProblem } from "./variables.ts";

const MAX_RESTARTS = 10;
/** What a rule is called in paths and tokens. */
export const RULE_KEY = /^[a-z][a-z0-9_]{0,39}$/;

const allowance = z.number().int().min(1_000).max(MAX_ALLOWANCE_MS).nullable();
const name = z.string().trim().min(1).max(60);

/** A watch as people write it: all of it, less its key and since when it holds. Durations in ms. */
export const watchSpecSchema = z.strictObject({
  nameZh: name,
  nameEn: name,
  lane: z.enum(LANES),
  phase: z.enum(PHASES).default("after"),
  severity: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  owner: name,
  clock: z.string().min(1).max(60).default("always"),
  warnMs: allowance.default(null),
  dueMs: allowance.default(null),
  leadMs: allowance.default(null),
  cutoffs: z
    .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be HH:MM"))
    .max(MAX_CUTOFFS)
    .default([]),
  condition: z.record(z.string(), z.unknown()),
  restartOn: z.array(z.string()).max(MAX_RESTARTS).default([]),
  moveTo: z.string().min(1).max(60).nullable().default(null),
  timesOf: z.string().min(1).max(60).nullable().default(null),
  enabled: z.boolean().default(true),
});
export type WatchSpec = z.infer<typeof watchSpecSchema>;

/** Why a rule cannot be: the field, and what to do about it. */
export interface SpecProblem {
  field: string;
  detail: string;
}

/** What a rule reads, or why it cannot be: its condition, and what it names that must exist. */
export function checkSpec(spec: WatchSpec, settings: SettingsHistory): Reads | SpecProblem {
  const reads = readCondition(spec.condition);
  if ("detail" in reads) return reads;
  return timeProblem(spec, settings) ?? moveProblem(spec, reads, settings) ?? restartProblem(spec) ?? reads;
}

function timeProblem(spec: WatchSpec, settings: SettingsHistory): SpecProblem | null {
  const { warnMs, dueMs, cutoffs, clock, timesOf } = spec;
  if (timesOf !== null) {
    // What it says of its own times is put aside.
    if (isNode(timesOf, settings)) return null;
    return { field: "timesOf", detail: `there is no node "${timesOf}"` };
  }
  if ((warnMs === null) !== (dueMs === null))
    return { field: "warnMs", detail: "and dueMs go together: give both" };
  if (dueMs === null && cutoffs.length === 0) {
    return { field: "dueMs", detail: "is absent: give how long the condition may hold, or cutoffs" };
  }
  if (warnMs !== null && warnMs > dueMs!) {
    return { field: "warnMs", detail: `${warnMs} must not be later than dueMs ${dueMs}` };
  }
  if (settings.clocks.has(clock)) return null;
  const known = [...settings.clocks.keys()].join(", ");
  return { field: "clock", detail: `there is no "${clock}"; known are ${known}` };
}

function moveProblem({ moveTo }: WatchSpec, { nodes }: Reads, settings: SettingsHistory): SpecProblem | null {
  const unknown = [...(nodes ?? [])].find((key) => !isNode(key, settings));
  if (unknown !== undefined) {
    return { field: "condition", detail: `there is no node "${unknown}" for main to be at` };
  }
  if (moveTo === null) return null;
  if (!isNode(moveTo, settings)) return { field: "moveTo", detail: `there is no node "${moveTo}"` };
  if (nodes === null) {
    return {
      field: "condition",
      detail: `must say from which nodes it moves main, such as {"in":[{"var":"node"},["in_transit"]]} in an outermost "and"`,
    };
  }
  if (!nodes.has(moveTo)) return null;
  return {
    field: "moveTo",
    detail: `"${moveTo}" is among the nodes of the condition: it would go on to hold`,
  };
}

function isNode(key: string, settings: SettingsHistory): boolean {
  return settings.nodes.has(key) && !key.startsWith(WATCH_PREFIX);
}

/** A hold may begin anew with an event, a scan, or a change of these. */
const RESTARTS = /^(node$|order\.|promise\.)/;

function restartProblem({ restartOn }: WatchSpec): SpecProblem | null {
  for (const [i, word] of restartOn.entries()) {
    if (word === "event" || word === "scan") continue;
    if (RESTARTS.test(word) && variableProblem(word) === null) continue;
    const shown = JSON.stringify(word.toWellFormed().slice(0, 60));
    return {
      field: `restartOn[${i}]`,
      detail: `${shown} must be event, scan, node, order.FACT or a promise such as promise.shipBy`,
    };
  }
  return null;
}

/** The shop's time zone, as its first node has it: a new watch counts days and cut-offs in it. */
export function zoneOf(settings: SettingsHistory): string {
  return nodesByRank(settings)[0]!.cutoffTimezone;
}

/** What says how long a visit may last, of a node or of a watch that has the same. */
export function timesOfNode({ clock, warnMs, dueMs, leadMs, cutoffs }: NodeVersion) {
  return { clock, warnMs, dueMs, leadMs, cutoffs };
}

/** A version of the watch's node. */
export function watchNode(
  key: string,
  spec: WatchSpec,
  more: Pick<NodeVersion, "rank" | "cutoffTimezone" | "validFrom">,
): NodeVersion {
  const { condition, restartOn, moveTo, timesOf, enabled, cutoffs, ...rest } = spec;
  return {
    ...rest,
    ...more,
    key: `${WATCH_PREFIX}${key}`,
    kind: "watch",
    promise: null,
    cutoffs: [...new Set(cutoffs)].sort(),
    watch: {
      condition,
      restartOn: [...new Set(restartOn)],
      moveTo,
      enabled,
      ...(timesOf === null ? {} : { timesOf }),
    },
  };
}

/** A watch as people write it, from its node. */
export function specOf(node: NodeVersion): WatchSpec {
  const { nameZh, nameEn, lane, phase, severity, owner, watch } = node;
  const { condition, restartOn, moveTo, timesOf, enabled } = watch!;
  return {
    nameZh,
    nameEn,
    lane,
    phase,
    severity: severity ?? 3,
    owner,
    ...timesOfNode(node),
    condition: condition as WatchSpec["condition"],
    restartOn,
    moveTo,
    timesOf: timesOf ?? null,
    enabled,
  };
}
