import { z } from "zod";

/** What may be sent to add or change a chat robot. */

export const ROBOT_KINDS = ["dingtalk", "wecom", "feishu", "webhook"] as const;

const MAX_TEXT = 200;
const MAX_URL = 1_000;
const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(most, `must be at most ${most} characters`)
    .refine(
      (value) => !value.includes("\0") && value.isWellFormed(),
      "must not hold NUL or a lone surrogate",
    );

const name = text(60);
const url = text(MAX_URL).refine(
  (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
  "must be an http:// or https:// URL",
);
const secrets = {
  token: text(MAX_TEXT).describe("of a chat robot: access_token, key or hook id"),
  url: url.describe("of a webhook; or a chat robot's whole address, from which its token is taken"),
  secret: text(MAX_TEXT).describe("what messages are signed with"),
  keyword: text(60).describe("without which the robot takes nothing; it is added where it is missing"),
};

export const newRobotSchema = z.strictObject({
  kind: z.enum(ROBOT_KINDS),
  name,
  token: secrets.token.optional(),
  url: secrets.url.optional(),
  secret: secrets.secret.optional(),
  keyword: secrets.keyword.optional(),
});
export const robotPatchSchema = z
  .strictObject({
    name: name.optional(),
    enabled: z.boolean().optional(),
    token: secrets.token.optional(),
    url: secrets.url.optional(),
    secret: secrets.secret.nullable().optional(),
    keyword: secrets.keyword.nullable().optional(),
  })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), "must change something");
export type NewRobot = z.infer<typeof newRobotSchema>;
export type RobotPatch = z.infer<typeof robotPatchSchema>;
