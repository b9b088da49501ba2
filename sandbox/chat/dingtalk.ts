import { Hono } from "hono";
import { answerUnder, hangUp } from "../faults/break-request.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Served } from "../serve.ts";
import { readJson } from "./read-json.ts";
import { inTime, sameText, signDingtalk } from "./sign.ts";
import type { ChatMessage, Robot } from "./types.ts";

const MINUTE = { limit: 20, ms: 60_000 };
const BAN_MS = 600_000;
const MORE = "more: [https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages]";

/** biome-ignore lint/suspicious/noExplicitAny: what comes from outside is looked at field by field */
type Body = any;

/** DingTalk's robot API: /robot/send?access_token&timestamp&sign. Refusals are HTTP 200 with an errcode. */
export function dingtalk(box: Sandbox): Hono<Served> {
  const app = new Hono<Served>();
  app.post("/robot/send", async (c) => {
    const { access_token, timestamp, sign } = c.req.query();
    const answer = (errcode: number, errmsg: string) => c.json({ errcode, errmsg });
    const robot = box.chats.robot("dingtalk", access_token);
    if (!robot) return answer(300005, "token is not exist");
    const now = box.timeline.now();
    const fault = box.faults.take("dingtalk", robot.name);
    if (fault?.kind === "drop") return hangUp(c);
    if (fault?.kind === "429") return c.text("Too Many Requests", 429);
    if (fault?.kind === "500" || fault?.kind === "503") return c.text("", Number(fault.kind) as 500);
    if (fault?.kind === "busy") return answer(-1, "系统繁忙");
    if (fault?.kind === "banned") box.budgets.ban(robot.token, now + BAN_MS);

    const body = await readJson(c);
    if (body === null || typeof body.msgtype !== "string")
      return answer(43004, "需要POST请求的json格式的数据");
    const problem = refuse(robot, body, { timestamp, sign }, now, fault?.kind);
    if (problem) return answer(310000, problem);
    const tooFast = () => answer(130101, "send too fast, exceed 20 times per minute");
    if (box.budgets.banned(robot.token, now)) return tooFast();
    if (!box.budgets.take(robot.token, [MINUTE], now)) {
      box.budgets.ban(robot.token, now + BAN_MS);
      return tooFast();
    }
    const message = readMessage(robot, body);
    if (!message) return answer(400105, `不支持的消息类型或缺少参数 ${body.msgtype}`);
    box.chats.say(message);
    return answerUnder(fault, c, answer(0, "ok"));
  });
  return app;
}

function refuse(
  robot: Robot,
  body: Body,
  { timestamp, sign }: Record<"timestamp" | "sign", string | undefined>,
  now: number,
  fault: string | undefined,
): string | null {
  if (fault === "wrong_sign") return `sign not match, ${MORE}`;
  if (fault === "keyword") return `keywords not in content, ${MORE}`;
  if (robot.secret !== null) {
    if (!timestamp || !/^\d{13}$/.test(timestamp) || !inTime(Number(timestamp), now))
      return `invalid timestamp, ${MORE}`;
    if (!sign || !sameText(sign, signDingtalk(timestamp, robot.secret))) return `sign not match, ${MORE}`;
  }
  if (robot.keyword !== null && !JSON.stringify(body[body.msgtype] ?? "").includes(robot.keyword))
    return `keywords not in content, ${MORE}`;
  return null;
}

function readMessage(robot: Robot, body: Body): Omit<ChatMessage, "id" | "at"> | null {
  const at = body.at ?? {};
  const mentions = [...(at.atMobiles ?? []), ...(at.atUserIds ?? []), ...(at.isAtAll ? ["all"] : [])];
  const said = { kind: "dingtalk", group: robot.group, robot: robot.name, mentions, raw: body } as const;
  switch (body.msgtype) {
    case "text":
      if (!body.text?.content) return null;
      return { ...said, title: "", text: body.text.content, buttons: [] };
    case "markdown":
      if (!body.markdown?.title || !body.markdown.text) return null;
      return { ...said, title: body.markdown.title, text: body.markdown.text, buttons: [] };
    case "actionCard": {
      const card = body.actionCard;
      if (!card?.title || !card.text) return null;
      const one = card.singleTitle ? [{ title: card.singleTitle, actionURL: card.singleURL }] : [];
      const buttons = [...one, ...(card.btns ?? [])].map((b: Body) => ({ title: b.title, url: b.actionURL }));
      if (buttons.length === 0 || buttons.some(({ title, url }) => !title || !url)) return null;
      return { ...said, title: card.title, text: card.text, buttons };
    }
    default:
      return null;
  }
}
