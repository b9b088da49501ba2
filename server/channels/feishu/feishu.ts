import { type BodyAnswer, bodyWith, judge } from "../judge.ts";
import { withKeyword } from "../keyword.ts";
import { postJson } from "../post-json.ts";
import { refuseRealProvider } from "../real-provider.ts";
import type { Channel } from "../types.ts";
import { feishuCard } from "./body.ts";
import { FEISHU_ERRORS } from "./errors.ts";
import { signFeishu } from "./sign.ts";

export const FEISHU_URL = "https://open.feishu.cn";
const MS_PER_S = 1_000;
const readNew = bodyWith("code", "msg");
const readOld = bodyWith("StatusCode", "StatusMessage");

/** It has answered in two shapes, and in both at once. */
const readBody = (body: unknown): BodyAnswer | null => readNew(body) ?? readOld(body);

/** Custom robots of Feishu groups. */
export const feishu: Channel = {
  kind: "feishu",
  // It allows 100 and 5; its clock's windows do not begin when ours do.
  limits: [
    { windowMs: 1_000, most: 4 },
    { windowMs: 60_000, most: 95 },
  ],
  async send({ clock, env }, { settings: { token = "", secret, keyword } }, message) {
    const base = env.chatUrls.feishu ?? FEISHU_URL;
    const refused = refuseRealProvider({ clock }, base === FEISHU_URL);
    if (refused) return refused;
    const at = Math.floor(clock.machineNow() / MS_PER_S);
    const signed = secret ? { timestamp: String(at), sign: signFeishu(at, secret) } : {};
    const body = { ...signed, msg_type: "interactive", card: feishuCard(withKeyword(message, keyword)) };
    const url = `${base}/open-apis/bot/v2/hook/${encodeURIComponent(token)}`;
    return judge(await postJson(url, JSON.stringify(body)), FEISHU_ERRORS, readBody, [token, secret]);
  },
};
