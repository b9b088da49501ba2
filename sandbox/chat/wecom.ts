import { Hono } from "hono";
import { answerUnder, hangUp } from "../faults/break-request.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Served } from "../serve.ts";
import { readJson } from "./read-json.ts";
import type { ChatMessage, Robot } from "./types.ts";

const MINUTE = { limit: 20, ms: 60_000 };
const TEXT_BYTES = 2_048;
const MARKDOWN_BYTES = 4_096;
const HINT =
  "hint: [1700000000000000000], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query";

/** biome-ignore lint/suspicious/noExplicitAny: what comes from outside is looked at field by field */
type Body = any;

/** WeCom's robot API: /cgi-bin/webhook/send?key, unsigned. Refusals are HTTP 200 with an errcode. */
export function wecom(box: Sandbox): Hono<Served> {
  const app = new Hono<Served>();
  app.post("/cgi-bin/webhook/send", async (c) => {
    const answer = (errcode: number, errmsg: string) =>
      c.json({ errcode, errmsg: errcode === 0 ? errmsg : `${errmsg}, ${HINT}?e=${errcode}` });
    const robot = box.chats.robot("wecom", c.req.query("key"));
    if (!robot) return answer(93000, "invalid webhook url");
    const now = box.timeline.now();
    const fault = box.faults.take("wecom", robot.name);
    if (fault?.kind === "drop") return hangUp(c);
    if (fault?.kind === "429") return c.text("Too Many Requests", 429);
    if (fault?.kind === "500" || fault?.kind === "503") return c.text("", Number(fault.kind) as 500);
    if (fault?.kind === "busy") return answer(-1, "system busy");
    if (fault?.kind === "bad_key") return answer(93000, "invalid webhook url");
    if (fault?.kind === "banned") return answer(45009, "api freq out of limit");

    const body = await readJson(c);
    if (body === null) return answer(47001, "data format error");
    if (!box.budgets.take(robot.token, [MINUTE], now)) return answer(45009, "api freq out of limit");
    const message = readMessage(robot, body);
    if (message === null) return answer(40008, "invalid message type");
    if (message === "long")
      return answer(40058, `${body.msgtype}.content exceed max length ${maxBytes(body.msgtype)}`);
    box.chats.say(message);
    return answerUnder(fault, c, answer(0, "ok"));
  });
  return app;
}

const maxBytes = (msgtype: string) => (msgtype === "text" ? TEXT_BYTES : MARKDOWN_BYTES);

function readMessage(robot: Robot, body: Body): Omit<ChatMessage, "id" | "at"> | "long" | null {
  if (!["text", "markdown", "markdown_v2"].includes(body.msgtype)) return null;
  const { content, mentioned_list = [], mentioned_mobile_list = [] } = body[body.msgtype] ?? {};
  if (typeof content !== "string" || content === "") return null;
  if (Buffer.byteLength(content) > maxBytes(body.msgtype)) return "long";
  const named = [...content.matchAll(/<@([^>]+)>/g)].map(([, id]) => id!);
  const mentions = [...mentioned_list, ...mentioned_mobile_list, ...named].map((who) =>
    who === "@all" ? "all" : who,
  );
  const links = [...content.matchAll(/\[([^\]]+)\]\((https?:[^)]+)\)/g)];
  return {
    kind: "wecom",
    group: robot.group,
    robot: robot.name,
    title: "",
    // Links stand in the text as the chat shows them, and beside it so that they can be followed.
    text: content,
    buttons: links.map(([, title, url]) => ({ title: title!, url: url! })),
    mentions,
    raw: body,
  };
}
