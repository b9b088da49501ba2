import { z } from "zod";
import { ROBOT_KINDS } from "../chat/types.ts";
import { FAULTS, type FaultKind, PLACES } from "../faults/kinds.ts";
import { HABITS } from "../phone/habits.ts";

const SLOW_MS = 3_000;
const LONGEST_MS = 600_000;
const ms = z.number().int().min(0).max(LONGEST_MS);

export const faultBody = z
  .strictObject({
    where: z.enum(PLACES),
    kind: z.string(),
    /** How often; null or absent: until it is cleared. */
    times: z.number().int().min(1).max(100_000).nullable().default(null),
    ms: ms.default(SLOW_MS),
    /** A robot's name or a number: only there. */
    only: z.string().nullable().default(null),
  })
  .superRefine((fault, c) => {
    const known: readonly string[] = FAULTS[fault.where];
    if (known.includes(fault.kind)) return;
    const message = `${JSON.stringify(fault.kind)} cannot happen at ${fault.where}: give one of ${known.join(", ")}`;
    c.addIssue({ code: "custom", path: ["kind"], message });
  })
  .transform((fault) => ({ ...fault, kind: fault.kind as FaultKind }));

export const habitBody = z.strictObject({
  /** A number in E.164; null or absent: all others. */
  to: z.string().nullable().default(null),
  do: z.enum(HABITS),
  digits: z
    .string()
    .regex(/^[0-9*#]*$/)
    .default(""),
  afterMs: ms.default(0),
});

export const robotBody = z.strictObject({
  kind: z.enum(ROBOT_KINDS),
  group: z.string().min(1),
  name: z.string().min(1),
  token: z.string().min(1),
  secret: z.string().nullable().default(null),
  keyword: z.string().nullable().default(null),
});

export const accountsBody = z.strictObject({
  /** Signs callbacks and opens the API from now on: a rotation. */
  twilioToken: z.string().min(1).optional(),
  aliyunReportUrl: z.url().nullable().optional(),
});

export const clockBody = z.strictObject({ advanceMs: z.number().int().min(0) });

export const pressBody = z.strictObject({ digits: z.string().regex(/^[0-9*#]$/) });

/** Number or user id → name. */
export const namesBody = z.record(z.string(), z.string());
