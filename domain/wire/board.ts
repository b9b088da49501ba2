import { z } from "zod";
import { LANES, NODE_KINDS, PHASES } from "../settings/types.ts";

const count = z.number().int().nonnegative();
const instant = z.iso.datetime();

/** One node as the wall shows it: counts of open visits by light. */
export const nodeRowSchema = z.object({
  key: z.string(),
  name: z.string().describe("Chinese name"),
  nameEn: z.string(),
  rank: z.number().int(),
  lane: z.enum(LANES),
  phase: z.enum(PHASES),
  kind: z.enum(NODE_KINDS),
  severity: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
  owner: z.string(),
  green: count,
  yellow: count,
  red: count,
  breached: count.describe("visits whose promise has passed; counted beside the lights"),
  oldestEnteredAt: instant.nullable(),
});
export type NodeRow = z.infer<typeof nodeRowSchema>;

/** A source that normally sends and now does not; the rule is domain/health/silence.ts. */
const silenceSchema = z.object({
  forMs: count.describe("machine time since it was last heard"),
  expected: count.describe("events that it usually sends in a span this long"),
});
export type Silence = z.infer<typeof silenceSchema>;

const sourceMarkSchema = z.object({
  lastEventAt: instant.nullable().describe("shop time"),
  lastReceivedAt: instant.nullable().describe("machine time"),
  silence: silenceSchema.nullable().describe("null: nothing is missing, or it cannot be told"),
});

/** Up to which moment (machine time) the board has seen everything, and when each source was last heard. */
export const watermarkSchema = z.object({
  pipeline: instant.nullable(),
  sources: z.record(z.string(), sourceMarkSchema),
});
export type Watermark = z.infer<typeof watermarkSchema>;

export const totalsSchema = z.object({
  orders: count.describe("distinct orders among the open visits"),
  open: count,
  green: count,
  yellow: count,
  red: count,
  breached: count,
});
export type Totals = z.infer<typeof totalsSchema>;

export const boardSchema = z.object({
  epoch: z.number().int().nullable(),
  seq: z.number().int().nullable(),
  asOf: instant,
  watermark: watermarkSchema,
  totals: totalsSchema,
  nodes: z.array(nodeRowSchema),
  watches: z.array(nodeRowSchema),
});
export type Board = z.infer<typeof boardSchema>;

/** What the pipeline says of itself beside the numbers; machine time throughout. */
export const pulseSchema = z.object({
  /** Machine time at which the sender made this message. */
  sentAt: instant,
  /** Events committed in the last 60 s of machine time. */
  eventsPerMinute: count,
  /** Shop seconds per machine second. */
  speed: z.number().positive(),
  /** live; catching_up: a rebuild is under way; late: no worker or no Redis moves the board. */
  state: z.enum(["live", "catching_up", "late"]),
  /** How far the board lags behind what was committed, in ms of machine time, as of sentAt. */
  lagMs: z.number().nonnegative(),
});
export type Pulse = z.infer<typeof pulseSchema>;

/** Sent on join and on `resync`. */
export const snapshotSchema = boardSchema.extend({ pulse: pulseSchema });
export type Snapshot = z.infer<typeof snapshotSchema>;

/** One change of the board: the rows that changed, whole. */
export const deltaSchema = z.object({
  epoch: z.number().int(),
  seq: z.number().int(),
  asOf: instant,
  watermark: watermarkSchema,
  totals: totalsSchema,
  nodes: z.array(nodeRowSchema),
  pulse: pulseSchema,
});
export type Delta = z.infer<typeof deltaSchema>;

export const heartbeatSchema = z.object({
  epoch: z.number().int().nullable(),
  seq: z.number().int().nullable(),
  asOf: instant,
  watermark: watermarkSchema,
  pulse: pulseSchema,
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;
