import { z } from "zod";
import { LANES, NODE_KINDS } from "../settings/types.ts";

const count = z.number().int().nonnegative();
const instant = z.iso.datetime();

/** How long the two moments may lie apart. */
export const CHANGES_HOURS_MAX = 48;

/** What happened to visits between two moments. Each kind opens into the visits that it counts. */
export const CHANGE_KINDS = ["turned_red", "ended_red", "entered", "left"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

const lightsSchema = z.object({ open: count, yellow: count, red: count, breached: count });
export type Lights = z.infer<typeof lightsSchema>;

const movesSchema = z.object({
  entered: count,
  left: count,
  turnedRed: count.describe("whose deadline passed while they were open"),
  endedRed: count.describe("that were left while red"),
});

/** open: after = before + entered − left; red: after = before + turnedRed − endedRed. */
const changeSchema = movesSchema.extend({ before: lightsSchema, after: lightsSchema });
export type Change = z.infer<typeof changeSchema>;

export const nodeChangeSchema = changeSchema.extend({
  key: z.string(),
  name: z.string().describe("Chinese name"),
  nameEn: z.string(),
  lane: z.enum(LANES),
  kind: z.enum(NODE_KINDS),
});
export type NodeChange = z.infer<typeof nodeChangeSchema>;

/** Something that somebody did, or that was done for them. */
const actSchema = z.object({
  at: instant.describe("shop time; exact while the clock ran without a pause since"),
  action: z.string().describe("as the audit names it: alert.acknowledge, node.change"),
  by: z.enum(["person", "user", "key", "tv", "system"]),
  name: z.string().nullable().describe("null: it has none, or it is not for whoever asks"),
  subject: z.string().nullable().describe("of settings: what was changed; of alerts: null"),
  alerts: count.describe("alerts that it was about; 0: about something else"),
  nodes: z.array(z.string()).describe("where those alerts were"),
});
export type Act = z.infer<typeof actSchema>;

export const changesSchema = z.object({
  from: instant,
  to: instant,
  totals: changeSchema.describe("of the nodes; watches are not in it"),
  nodes: z.array(nodeChangeSchema).describe("in # order, unchanged ones too"),
  watches: z.array(nodeChangeSchema),
  acts: z.array(actSchema).describe("the earliest come first"),
  actsTotal: count.describe("more than are listed: ask for a shorter window"),
});
export type Changes = z.infer<typeof changesSchema>;

/** A visit to which it happened. */
export const changedVisitSchema = z.object({
  at: instant.describe("when it happened"),
  orderNo: z.string(),
  channel: z.string().nullable(),
  token: z.string(),
  node: z.string(),
  enteredAt: instant,
  leftAt: instant.nullable(),
  dueAt: instant.nullable(),
  promiseAt: instant.nullable(),
});

export const changedVisitsSchema = z.object({
  from: instant,
  to: instant,
  change: z.enum(CHANGE_KINDS),
  totals: z.object({ visits: count, orders: count }).nullable().describe("on the first page"),
  visits: z.array(changedVisitSchema),
  nextCursor: z.string().nullable(),
});
export type ChangedVisits = z.infer<typeof changedVisitsSchema>;
