import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import { answerUnder, hangUp } from "../faults/break-request.ts";
import { PhoneCall } from "../phone/phone-call.ts";
import { react } from "../phone/react.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Served } from "../serve.ts";
import { listCalls } from "./list-calls.ts";
import { presentCall } from "./present-call.ts";
import { type Refusal, readRequest } from "./read-request.ts";
import { TwilioCall } from "./run-call.ts";

/** One call a second, as an account begins. */
const EVERY_MS = 1_000;

/** Twilio's Calls API under /2010-04-01, held against its description in calls-api.test.ts. */
export function twilio(box: Sandbox): Hono<Served> {
  const app = new Hono<Served>();
  const account = box.options.twilioAccount;
  const queueMs = new WeakMap<PhoneCall, number>();
  let nextDialAt = 0;
  const refuse = (c: Context<Served>, { code, status, message }: Refusal) =>
    c.json({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, status);
  const present = (call: PhoneCall) => presentCall(call.view, account, queueMs.get(call) ?? 0);
  const notFound = (c: Context<Served>) =>
    refuse(c, { code: 20404, status: 404, message: `The requested resource ${c.req.path} was not found` });

  app.use("/2010-04-01/*", async (c, next) => {
    const expected = `Basic ${btoa(`${account}:${box.twilioToken}`)}`;
    if (c.req.header("authorization") === expected) return next();
    return refuse(c, { code: 20003, status: 401, message: "Authenticate" });
  });

  app.post("/2010-04-01/Accounts/:account/Calls.json", async (c) => {
    if (c.req.param("account") !== account) return notFound(c);
    const request = readRequest(new URLSearchParams(await c.req.text()));
    if ("code" in request) return refuse(c, request);
    const fault = box.faults.take("twilio", request.to);
    if (fault?.kind === "drop") return hangUp(c);
    const refusal = fault && REFUSALS[fault.kind];
    if (refusal) return refuse(c, refusal);
    if (fault?.kind === "500" || fault?.kind === "503") {
      return c.json(
        { code: 20500, message: "Internal Server Error", status: Number(fault.kind) },
        Number(fault.kind) as 500,
      );
    }
    const now = box.timeline.now();
    const waitMs = box.options.pace === "quick" ? 0 : Math.max(0, nextDialAt - now);
    nextDialAt = now + waitMs + EVERY_MS;
    const sid = `CA${randomBytes(16).toString("hex")}`;
    const phone = new PhoneCall(box.timeline, {
      sid,
      provider: "twilio",
      to: request.to,
      from: request.from,
    });
    queueMs.set(phone, waitMs);
    box.phones.add(phone);
    const answer = c.json(present(phone), 201);
    const call = new TwilioCall(box, phone, request);
    // The answer goes out before the first callback, as a rule.
    setImmediate(() => {
      void call.run(waitMs);
      void react(box, phone);
    });
    return answerUnder(fault, c, answer);
  });

  app.get("/2010-04-01/Accounts/:account/Calls.json", (c) => {
    if (c.req.param("account") !== account) return notFound(c);
    const fault = box.faults.take("twilio", "list");
    if (fault?.kind === "500" || fault?.kind === "503") return c.text("", Number(fault.kind) as 500);
    if (fault?.kind === "drop") return hangUp(c);
    const own = box.phones.list().filter(({ view }) => view.provider === "twilio");
    const url = new URL(c.req.url);
    return answerUnder(fault, c, c.json(listCalls(own, url, account, present)));
  });

  app.get("/2010-04-01/Accounts/:account/Calls/:file", (c) => {
    const call = box.phones.find(c.req.param("file").replace(/\.json$/, ""));
    return call?.view.provider === "twilio" ? c.json(present(call)) : notFound(c);
  });

  app.post("/2010-04-01/Accounts/:account/Calls/:file", async (c) => {
    const call = box.phones.find(c.req.param("file").replace(/\.json$/, ""));
    if (call?.view.provider !== "twilio") return notFound(c);
    const status = new URLSearchParams(await c.req.text()).get("Status");
    if (status !== "canceled" && status !== "completed") {
      return refuse(c, { code: 20001, status: 400, message: "Status must be canceled or completed" });
    }
    if (call.over) {
      return refuse(c, { code: 21220, status: 400, message: "Call is not in-progress. Cannot redirect." });
    }
    const answered = call.view.status === "in-progress";
    if (answered && status === "completed") call.end("completed");
    if (!answered) call.end("canceled");
    return c.json(present(call));
  });
  return app;
}

const REFUSALS: Record<string, Refusal | undefined> = {
  "429": { code: 20429, status: 429, message: "Too Many Requests" },
  unauthorized: { code: 20003, status: 401, message: "Authenticate" },
  geo: {
    code: 21215,
    status: 400,
    message:
      "Account not authorized to call this number. Perhaps you need to enable some international permissions.",
  },
  invalid_number: {
    code: 21211,
    status: 400,
    message: "The phone number you are attempting to call is not valid.",
  },
};
