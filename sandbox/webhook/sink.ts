import { Hono } from "hono";
import { readJson } from "../chat/read-json.ts";
import { answerUnder, hangUp } from "../faults/break-request.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Served } from "../serve.ts";

/** /webhook/NAME: takes any JSON, and shows it in a chat of that name with the headers that it came with. */
export function webhook(box: Sandbox): Hono<Served> {
  const app = new Hono<Served>();
  app.post("/:name", async (c) => {
    const name = c.req.param("name");
    const fault = box.faults.take("webhook", name);
    if (fault?.kind === "drop") return hangUp(c);
    const refused = Number(fault?.kind);
    if (Number.isInteger(refused)) return c.text("", refused as 500);
    const text = await c.req.raw.clone().text();
    const body = await readJson(c);
    if (body === null) return c.text("not JSON", 400);
    const headers = Object.fromEntries(c.req.raw.headers);
    const said = body.text ?? body.message ?? body.title;
    box.chats.say({
      kind: "webhook",
      group: name,
      robot: "Webhook",
      title: typeof body.title === "string" ? body.title : "",
      text: typeof said === "string" ? said : JSON.stringify(body),
      buttons: [],
      mentions: [],
      raw: { headers, body, text },
    });
    return answerUnder(fault, c, c.json({ ok: true }));
  });
  return app;
}
