import type { RobotKind } from "../../db/stores/robots.ts";
import { dingtalk } from "./dingtalk/dingtalk.ts";
import { feishu } from "./feishu/feishu.ts";
import type { Channel } from "./types.ts";
import { webhook } from "./webhook/webhook.ts";
import { wecom } from "./wecom/wecom.ts";

/** Every chat that robots speak to. */
export const CHANNELS: Readonly<Record<RobotKind, Channel>> = { dingtalk, wecom, feishu, webhook };
