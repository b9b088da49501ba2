import { bodyWith, judge } from "../judge.ts";
import { withKeyword } from "../keyword.ts";
import { postJson } from "../post-json.ts";
import { refuseRealProvider } from "../real-provider.ts";
import type { Channel } from "../types.ts";
import { dingtalkBody } from "./body.ts";
import { DINGTALK_ERRORS } from "./errors.ts";
import { signDingtalk } from "./sign.ts";

export const DINGTALK_URL = "https://oapi.dingtalk.com";
const readBody = bodyWith("errcode", "errmsg");

/** Custom robots of DingTalk groups. */
export const dingtalk: Channel = {
  kind: "dingtalk",
  // It allows 20 and bans for ten minutes past that; its minute does not begin when ours does.
  limits: [{ windowMs: 60_000, most: 18 }],
  async send({ clock, env }, { settings: { token = "", secret, keyword } }, message) {
    const base = env.chatUrls.dingtalk ?? DINGTALK_URL;
    const refused = refuseRealProvider({ clock }, base === DINGTALK_URL);
    if (refused) return refused;
    const at = clock.machineNow();
    const signed = secret ? `&timestamp=${at}&sign=${signDingtalk(at, secret)}` : "";
    const url = `${base}/robot/send?access_token=${encodeURIComponent(token)}${signed}`;
    const reply = await postJson(url, JSON.stringify(dingtalkBody(withKeyword(message, keyword))));
    return judge(reply, DINGTALK_ERRORS, readBody, [token, secret]);
  },
};
