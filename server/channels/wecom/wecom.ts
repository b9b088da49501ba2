import { bodyWith, judge } from "../judge.ts";
import { postJson } from "../post-json.ts";
import { refuseRealProvider } from "../real-provider.ts";
import type { Channel } from "../types.ts";
import { wecomBody } from "./body.ts";
import { WECOM_ERRORS } from "./errors.ts";

export const WECOM_URL = "https://qyapi.weixin.qq.com";
const readBody = bodyWith("errcode", "errmsg");

/** Robots of WeCom groups: whoever knows the key may send, nothing is signed. */
export const wecom: Channel = {
  kind: "wecom",
  // It allows 20; its minute does not begin when ours does.
  limits: [{ windowMs: 60_000, most: 18 }],
  async send({ clock, env }, { settings: { token = "" } }, message) {
    const base = env.chatUrls.wecom ?? WECOM_URL;
    const refused = refuseRealProvider({ clock }, base === WECOM_URL);
    if (refused) return refused;
    const url = `${base}/cgi-bin/webhook/send?key=${encodeURIComponent(token)}`;
    const reply = await postJson(url, JSON.stringify(wecomBody(message)));
    return judge(reply, WECOM_ERRORS, readBody, [token]);
  },
};
