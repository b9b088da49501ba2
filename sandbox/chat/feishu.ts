import { Hono } from "hono";
import { answerUnder, hangUp } from "../faults/break-request.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Served } from "../serve.ts";
import { readCard } from "./feishu-card.ts";
import { readJson } from "./read-json.ts";
import { inTime, sameText, signFeishu } from "./sign.ts";
import type { ChatMessage, Robot } from "./types.ts";

const WINDOWS = [
  { limit: 100, ms: 60_000 },
  { limit: 5, ms: 1_000 },
];
const MAX_BYTES = 20 * 1_024;

/** biome-ignore lint/suspicious/noExplicitAny: what comes from outside is looked at field by field */
type Body = any;

/** Feishu's robot API: /open-apis/bot/v2/hook/TOKEN. Refusals are HTTP 200 or 400 with a code. */
export function feishu(box: Sandbox): Hono<Served> {
  const app = new Hono<Served>();
  app.post("/open-apis/bot/v2/hook/:token", async (c) => {
    const answer = (code: number, msg: string, status: 200 | 400 = 200) =>
      c.json({ code, msg, data: {}, ...(code === 0 ? { StatusCode: 0, StatusMessage: msg } : {}) }, status);
    const robot = box.chats.robot("feishu", c.req.param("token"));
    if (!robot) return answer(19001, "param invalid: incoming webhook access token invalid", 400);
    const now = box.timeline.now();
    const fault = box.faults.take("feishu", robot.name);
    if (fault?.kind === "drop") return hangUp(c);
    if (fault?.kind === "429") return c.text("Too Many Requests", 429);
    if (fault?.kind === "500" || fault?.kind === "503") return c.text("", Number(fault.kind) as 500);
    if (fault?.kind === "busy") return answer(99991400, "request trigger frequency limit", 400);
    if (fault?.kind === "banned")
      return answer(11232, "frequency limited psm[lark.oapi.app_platform_runtime]");

    const body = await readJson(c);
    if (body === null || Buffer.byteLength(JSON.stringify(body)) > MAX_BYTES)
      return answer(9499, "Bad Request", 400);
    if (fault?.kind === "wrong_sign" || !signed(robot, body, now))
      return answer(19021, "sign match fail or timestamp is not within one hour from current time");
    const missing = robot.keyword !== null && !JSON.stringify(body).includes(robot.keyword);
    if (fault?.kind === "keyword" || missing) return answer(19024, "Key Words Not Found");
    const message = readMessage(robot, body);
    if (!message) return answer(9499, "Bad Request", 400);
    if (!box.budgets.take(robot.token, WINDOWS, now))
      return answer(11232, "frequency limited psm[lark.oapi.app_platform_runtime]");
    box.chats.say(message);
    return answerUnder(fault, c, answer(0, "success"));
  });
  return app;
}

function signed(robot: Robot, body: Body, now: number): boolean {
  if (robot.secret === null) return true;
  const timestamp = String(body.timestamp ?? "");
  if (!/^\d{10}$/.test(timestamp) || !inTime(Number(timestamp) * 1_000, now)) return false;
  return sameText(String(body.sign ?? ""), signFeishu(timestamp, robot.secret));
}

function readMessage(robot: Robot, body: Body): Omit<ChatMessage, "id" | "at"> | null {
  const said = { kind: "feishu", group: robot.group, robot: robot.name, raw: body } as const;
  if (body.msg_type === "text") {
    const text = body.content?.text;
    return typeof text === "string" && text
      ? { ...said, title: "", text, buttons: [], mentions: named(text) }
      : null;
  }
  if (body.msg_type !== "interactive") return null;
  const card = readCard(typeof body.card === "string" ? JSON.parse(body.card) : body.card);
  return card && { ...said, ...card, mentions: named(JSON.stringify(body.card)) };
}

/** `<at id=…>` in a card, `<at user_id="…">` in a text. */
function named(text: string): string[] {
  return [...text.matchAll(/<at\s+(?:user_)?id=\\?"?([^"\\>\s]+)/g)].map(([, id]) => id!);
}
