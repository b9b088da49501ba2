import { type Context, Hono } from "hono";
import type { ZodType } from "zod";
import type { PhoneCall } from "../phone/phone-call.ts";
import { NotNow } from "../phone/phone-call.ts";
import type { Reaction } from "../phone/types.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Served } from "../serve.ts";
import { accountsBody, clockBody, faultBody, habitBody, namesBody, pressBody, robotBody } from "./bodies.ts";
import { streamState } from "./stream-state.ts";

/** A body that is not what the route takes. */
class WrongBody extends Error {
  override name = "WrongBody";
}

const REACTIONS: Record<string, Reaction> = {
  answer: { do: "answer", by: "human" },
  voicemail: { do: "answer", by: "machine" },
  busy: { do: "end", status: "busy" },
  "no-answer": { do: "end", status: "no-answer" },
  fail: { do: "end", status: "failed" },
};

/**
 * /sandbox/*: what a page or a test does with chats, phones and faults. What is done to a call is answered once the
 * call has done all that follows from it, and waits for somebody again.
 */
export function control(box: Sandbox): Hono<Served> {
  const app = new Hono<Served>();
  app.onError((error, c) => {
    if (error instanceof WrongBody) return c.json({ detail: error.message }, 422);
    if (error instanceof NotNow) return c.json({ detail: error.message }, 409);
    throw error;
  });

  app.get("/messages", (c) => c.json({ messages: box.chats.messages(Number(c.req.query("after")) || 0) }));
  app.get("/calls", async (c) => {
    await Promise.all(box.phones.list().map((call) => settled(box, call)));
    return c.json({ calls: box.phones.list().map(({ view }) => view) });
  });
  app.get("/events", (c) => streamState(c, box));

  app.post("/calls/:sid/press", async (c) => {
    const call = find(box, c);
    call.press((await read(c, pressBody)).digits);
    return answerCall(box, c, call);
  });
  app.post("/calls/:sid/silence", async (c) => {
    const call = find(box, c);
    if (!call.view.listens) throw new NotNow(`call ${call.view.sid} is ${call.view.status} and runs no menu`);
    call.hearNothing();
    return answerCall(box, c, call);
  });
  app.post("/calls/:sid/hangup", async (c) => {
    const call = find(box, c);
    if (call.view.status !== "in-progress") throw new NotNow(`call ${call.view.sid} is ${call.view.status}`);
    call.end("completed");
    return answerCall(box, c, call);
  });
  app.post("/calls/:sid/:what", async (c) => {
    const call = find(box, c);
    const reaction = REACTIONS[c.req.param("what")];
    if (!reaction)
      throw new WrongBody(`a call can be: ${Object.keys(REACTIONS).join(", ")}, press, silence, hangup`);
    if (call.view.status !== "ringing") throw new NotNow(`call ${call.view.sid} is ${call.view.status}`);
    call.react(reaction);
    return answerCall(box, c, call);
  });

  app.get("/faults", (c) => c.json({ faults: box.faults.list() }));
  app.post("/faults", async (c) => {
    const added = box.faults.add(await read(c, faultBody));
    box.changes.emit("change");
    return c.json(added, 201);
  });
  app.delete("/faults/:id?", (c) => {
    const id = c.req.param("id");
    box.faults.clear(id === undefined ? undefined : Number(id));
    box.changes.emit("change");
    return c.body(null, 204);
  });

  app.get("/autoplay", (c) => c.json({ habits: box.habits.list() }));
  app.post("/autoplay", async (c) => {
    const { to, ...habit } = await read(c, habitBody);
    box.habits.set(to, habit);
    box.changes.emit("change");
    return c.json({ habits: box.habits.list() });
  });

  app.get("/robots", (c) => c.json({ robots: box.chats.robots() }));
  app.post("/robots", async (c) => {
    box.chats.putRobot(await read(c, robotBody));
    return c.json({ robots: box.chats.robots() }, 201);
  });
  app.post("/names", async (c) => {
    for (const [who, name] of Object.entries(await read(c, namesBody))) box.names.set(who, name);
    box.changes.emit("change");
    return c.body(null, 204);
  });
  app.post("/accounts", async (c) => {
    const { twilioToken, aliyunReportUrl } = await read(c, accountsBody);
    if (twilioToken !== undefined) box.twilioToken = twilioToken;
    if (aliyunReportUrl !== undefined) box.aliyunReportUrl = aliyunReportUrl;
    return c.body(null, 204);
  });
  app.post("/clock", async (c) => {
    box.timeline.advance((await read(c, clockBody)).advanceMs);
    await Promise.all(box.phones.list().map((call) => settled(box, call)));
    return c.json({ now: new Date(box.timeline.now()).toISOString() });
  });
  app.post("/reset", (c) => {
    box.reset();
    return c.body(null, 204);
  });
  return app;
}

function find(box: Sandbox, c: Context): PhoneCall {
  const sid = c.req.param("sid") ?? "";
  const call = box.phones.find(sid);
  if (!call) throw new NotNow(`there is no call ${sid}`);
  return call;
}

async function answerCall(box: Sandbox, c: Context, call: PhoneCall): Promise<Response> {
  await settled(box, call);
  return c.json(call.view);
}

/** At the real pace somebody looks at it, and is not kept waiting for a call. */
async function settled(box: Sandbox, call: PhoneCall): Promise<void> {
  if (box.options.pace === "quick") await call.quiet();
}

async function read<T>(c: Context, shape: ZodType<T>): Promise<T> {
  const body = await c.req.json().catch(() => ({}));
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new WrongBody(
    parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "),
  );
}
