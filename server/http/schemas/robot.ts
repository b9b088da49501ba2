import { z } from "@hono/zod-openapi";
import type { Robot } from "../../../db/stores/robots.ts";
import { ROBOT_KINDS } from "../../../domain/escalation/robot-bodies.ts";
import { maskedTarget } from "../../../domain/escalation/robot-settings.ts";

export const robotSchema = z
  .object({
    id: z.string(),
    kind: z.enum(ROBOT_KINDS),
    name: z.string(),
    enabled: z.boolean(),
    target: z
      .string()
      .describe("masked: the end of its token, or the webhook's host; nobody is shown the whole"),
    signed: z.boolean().describe("whether messages are signed with a secret"),
    keyword: z.string().nullable().describe("without which it takes nothing"),
    bannedUntil: z
      .string()
      .nullable()
      .describe("machine time until which its provider takes nothing from it"),
    lastError: z.string().nullable().describe("what it refused the last message for; null: it took it"),
  })
  .openapi("Robot");

export function presentRobot(robot: Robot, machineNow: number): z.infer<typeof robotSchema> {
  const { id, kind, name, enabled, settings, bannedUntil, lastError } = robot;
  const banned = bannedUntil !== null && bannedUntil > machineNow;
  return {
    id,
    kind,
    name,
    enabled,
    target: maskedTarget(settings),
    signed: settings.secret !== undefined,
    keyword: settings.keyword ?? null,
    bannedUntil: banned ? new Date(bannedUntil).toISOString() : null,
    lastError,
  };
}
