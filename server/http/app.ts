import { OpenAPIHono } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";
import { doorOf } from "../auth/door.ts";
import { Refusal } from "../commands/refusal.ts";
import type { Context } from "../platform/context.ts";
import type { StorageWatch } from "../platform/storage-watch.ts";
import { CursorError } from "../queries/cursor.ts";
import { createMetrics, type Metrics } from "./metrics/create-metrics.ts";
import { openToAll, refuseUndeclared } from "./middleware/declared.ts";
import { frameRequest } from "./middleware/frame-request.ts";
import { RateLimiter } from "./middleware/rate-limiter.ts";
import { Problem } from "./problem.ts";
import { refuseInvalid } from "./refuse-invalid.ts";
import { refused } from "./refused.ts";
import { addAlertActionRoutes } from "./routes/alert-actions.ts";
import { addAlertBulkRoute } from "./routes/alert-bulk.ts";
import { addAlertRoutes } from "./routes/alerts.ts";
import { addAliyunHooks } from "./routes/aliyun-hooks.ts";
import { addAuthRoutes } from "./routes/auth.ts";
import { addBoardRoute } from "./routes/board.ts";
import { addChangesRoutes } from "./routes/changes.ts";
import { addClockRoute } from "./routes/clock.ts";
import { addContactRoutes } from "./routes/contacts.ts";
import { addDelayRoutes } from "./routes/delay.ts";
import { addDocsRoutes } from "./routes/docs.ts";
import { addDryRunRoute } from "./routes/dry-run.ts";
import { addEventsRoute } from "./routes/events.ts";
import { addFeedRoutes } from "./routes/feed.ts";
import { addForecastRoute } from "./routes/forecast.ts";
import { addGroupRoutes } from "./routes/groups.ts";
import { addHealthRoute } from "./routes/health.ts";
import { addKeyRoutes } from "./routes/keys.ts";
import { addLatenessRoute } from "./routes/lateness.ts";
import { addLinkRoutes } from "./routes/links.ts";
import { addMetricsRoute } from "./routes/metrics.ts";
import { addNodeRoutes } from "./routes/nodes.ts";
import { addNotificationRoutes } from "./routes/notifications.ts";
import { addOnCallRoutes } from "./routes/on-call.ts";
import { addOrderRoutes } from "./routes/orders.ts";
import { addOverrideRoutes } from "./routes/overrides.ts";
import { addPairingRoutes } from "./routes/pairings.ts";
import { addPeopleRoutes } from "./routes/people.ts";
import { addPlaylistRoutes } from "./routes/playlists.ts";
import { addPolicyRoutes } from "./routes/policies.ts";
import { addQuarantineRoutes } from "./routes/quarantine.ts";
import { addReplayRoute } from "./routes/replay.ts";
import { addRobotRoutes } from "./routes/robots.ts";
import { addRoleRoutes } from "./routes/roles.ts";
import { addScheduleRoutes } from "./routes/schedules.ts";
import { addScreenRoutes } from "./routes/screens.ts";
import { addStatusWordRoutes } from "./routes/status-words.ts";
import { addTvRoutes } from "./routes/tv.ts";
import { addTvsRoutes } from "./routes/tvs.ts";
import { addTwilioHooks } from "./routes/twilio-hooks.ts";
import { addUserRoutes } from "./routes/users.ts";
import { addWatchRoutes } from "./routes/watches.ts";
import { isAway, storageProblem } from "./storage-away.ts";
import type { Api, ApiEnv, ApiParts } from "./types.ts";

/** The API of one web process: everything below /api and /metrics. */
export function createApi(
  context: Context,
  storage: StorageWatch,
  metrics: Metrics = createMetrics(context, storage),
): Api {
  const parts: ApiParts = {
    context,
    door: doorOf(context, (work) => storage.run(work)),
    limiter: new RateLimiter(context.env.rateLimitPerSecond),
    metrics,
    storage,
  };
  const api: Api = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  api.use(frameRequest(parts));
  api.use(refuseUndeclared);
  addHealthRoute(api, parts);
  addAuthRoutes(api, parts);
  addUserRoutes(api, parts);
  addKeyRoutes(api, parts);
  addEventsRoute(api, parts);
  addBoardRoute(api, parts);
  addReplayRoute(api, parts);
  addChangesRoutes(api, parts);
  addOrderRoutes(api, parts);
  addDelayRoutes(api, parts);
  addForecastRoute(api, parts);
  addNodeRoutes(api, parts);
  addScreenRoutes(api, parts);
  addWatchRoutes(api, parts);
  addAlertRoutes(api, parts);
  addAlertActionRoutes(api, parts);
  addAlertBulkRoute(api, parts);
  addNotificationRoutes(api, parts);
  addDryRunRoute(api, parts);
  addPolicyRoutes(api, parts);
  addLatenessRoute(api, parts);
  addLinkRoutes(api, parts);
  addQuarantineRoutes(api, parts);
  addStatusWordRoutes(api, parts);
  addPeopleRoutes(api, parts);
  addContactRoutes(api, parts);
  addRobotRoutes(api, parts);
  addRoleRoutes(api, parts);
  addGroupRoutes(api, parts);
  // Before the schedules: their {key} would take the feed's name for one.
  addFeedRoutes(api, parts);
  addScheduleRoutes(api, parts);
  addOverrideRoutes(api, parts);
  addOnCallRoutes(api, parts);
  addTvRoutes(api, parts);
  addPairingRoutes(api, parts);
  addTvsRoutes(api, parts);
  addPlaylistRoutes(api, parts);
  addClockRoute(api, parts);
  addTwilioHooks(api, parts);
  addAliyunHooks(api, parts);
  addDocsRoutes(api, parts);
  addMetricsRoute(api, parts);
  refuseOtherMethods(api);
  api.notFound((c) => {
    const detail = `There is nothing at ${c.req.path}. /api/docs lists what there is.`;
    c.set("problem", "unknown-route");
    return new Problem(404, "unknown-route", detail).toResponse(c.get("requestId"));
  });
  api.onError((error, c) => {
    if (isAway(error)) storage.suspect();
    const problem = toProblem(error, context);
    c.set("problem", problem.code);
    return problem.toResponse(c.get("requestId"));
  });
  return api;
}

/** A path that exists answers 405 to a method that it does not have. */
function refuseOtherMethods(api: Api): void {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of api.routes) {
    if (method === "ALL") continue;
    const known = methods.get(path) ?? new Set();
    known.add(method);
    if (method === "GET") known.add("HEAD");
    methods.set(path, known);
  }
  for (const [path, known] of methods) {
    const allow = [...known].join(", ");
    api.all(path, openToAll("nothing happens"), (c) => {
      throw new Problem(405, "method-not-allowed", `${c.req.method} is not possible here; ${allow} is.`, {
        headers: { allow },
      });
    });
  }
}

function toProblem(error: unknown, { log }: Context): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal) return refused(error);
  if (error instanceof CursorError)
    return new Problem(422, "invalid-request", `query parameter ${error.message}.`);
  if (error instanceof HTTPException)
    return new Problem(error.status, "bad-request", error.message || "The request cannot be read.");
  const away = storageProblem(error);
  if (away) return away;
  log.error({ err: error }, "a request failed");
  return new Problem(500, "internal", "This is our mistake; the log knows it by the request's id.", {
    cause: error,
  });
}
