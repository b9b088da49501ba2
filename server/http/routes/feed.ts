import { timingSafeEqual } from "node:crypto";
import { createRoute, z } from "@hono/zod-openapi";
import { readDirectory } from "../../../db/stores/directory.ts";
import { readFeedSecret } from "../../../db/stores/feed-secrets.ts";
import { openFeed } from "../../commands/open-feed.ts";
import { calendarOf } from "../../oncall/calendar.ts";
import { readOnCall } from "../../queries/on-call.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { openToAll } from "../middleware/declared.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { Problem } from "../problem.ts";
import type { Api, ApiParts } from "../types.ts";

const DAY_MS = 86_400_000;
const DAYS_BACK = 31;
const DAYS_AHEAD = 92;
const FILE = ".ics";

/**
 * /api/v1/schedules/{key}.ics for calendar apps, which send no key: a secret in the address stands in for it. Requests
 * are logged by route only, so it is in no log.
 */
export function addFeedRoutes(api: Api, parts: ApiParts): void {
  const { context, storage } = parts;
  const open = createRoute({
    method: "post",
    path: "/api/v1/schedules/{key}/feed",
    summary: "Make a new address for a schedule's calendar feed",
    description:
      "Whoever has the address sees names and times, and nothing else. The one before stops working.",
    security: BY_KEY,
    middleware: underRight(parts, "on-call:write"),
    request: { query: noQuery, params: z.object({ key: word }) },
    responses: {
      201: answers(z.object({ url: z.url() }), "The address; it is not shown again"),
      ...refusals({ 404: "No schedule has this key" }),
    },
  });
  api.openapi(open, async (c) => {
    const url = await openFeed(context, c.get("actor"), c.req.valid("param").key);
    return c.json({ url }, 201);
  });

  api.openAPIRegistry.registerPath({
    method: "get",
    path: "/api/v1/schedules/{key}.ics",
    summary: "A schedule as an iCalendar feed, the last month and the coming three",
    description:
      "Takes no key: calendar apps send none. POST /api/v1/schedules/{key}/feed makes the address.",
    request: { params: z.object({ key: word }), query: z.object({ token: z.string() }) },
    responses: {
      200: { description: "iCalendar", content: { "text/calendar": { schema: z.string() } } },
      401: { description: "No such feed, or not its token" },
    },
  });
  api.get("/api/v1/schedules/:file{[a-z0-9_-]+\\.ics}", openToAll("its address holds a secret"), (c) =>
    storage.run(async () => {
      const key = c.req.param("file").slice(0, -FILE.length);
      const given = Buffer.from(c.req.query("token") ?? "", "base64url");
      const secret = await readFeedSecret(context.sql, key);
      if (!secret || given.length !== secret.length || !timingSafeEqual(given, secret)) {
        const detail = "This address opens no feed. Ask for it anew: it may have been replaced.";
        throw new Problem(401, "no-such-feed", detail);
      }
      const now = context.clock.shopNow();
      // From a midnight on: a span that it cuts keeps its name all day.
      const from = Math.floor(now / DAY_MS - DAYS_BACK) * DAY_MS;
      const { spans } = await readOnCall(context, key, from, now + DAYS_AHEAD * DAY_MS);
      const { schedules } = await readDirectory(context.sql);
      const calendar = calendarOf(schedules.get(key)!.at(-1)!, spans, now);
      return c.body(calendar, 200, { "content-type": "text/calendar; charset=utf-8" });
    }),
  );
}
