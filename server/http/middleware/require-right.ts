import type { MiddlewareHandler, Context as RequestContext } from "hono";
import type { Right } from "../../../domain/access/rights.ts";
import { bearerOf } from "../../auth/bearer.ts";
import type { Patience } from "../../auth/key-ring.ts";
import { isSameOrigin } from "../../auth/same-origin.ts";
import { actorOf, type Who } from "../../auth/who.ts";
import { Problem } from "../problem.ts";
import type { ApiEnv, ApiParts } from "../types.ts";
import { declare } from "./declared.ts";

const CHALLENGE = 'Bearer realm="andon"';
const READS = new Set(["GET", "HEAD"]);

/**
 * Lets a request through when whoever sends it may do this and has not used up their second: a program by its key, a
 * person by their session, a television by its credential. What a cookie vouches for has to come from our own pages, if
 * it changes anything.
 * @param patience what to do while Postgres is away, where it is not the usual
 * @throws Problem 401, 403 or 429
 */
export function requireRight(parts: ApiParts, right: Right, patience?: Patience): MiddlewareHandler<ApiEnv> {
  return declare(right, async (c, next) => {
    const who = await whoSends(parts, c, patience);
    if (!who.rights.has(right)) throw forbidden(who, right);
    enter(parts, c, who);
    await next();
  });
}

/** The same for whoever is signed in, whatever they may do: one's own account. */
export function requireUser(parts: ApiParts): MiddlewareHandler<ApiEnv> {
  return declare("signed-in", async (c, next) => {
    const who = await whoSends(parts, c);
    if (who.kind !== "user") {
      throw new Problem(
        403,
        "people-only",
        "This is for somebody who signed in, not for keys or televisions.",
      );
    }
    enter(parts, c, who);
    await next();
  });
}

/** A right, and an answer in time even when Postgres is away: for routes that only ask Postgres. */
export function underRight(parts: ApiParts, right: Right): MiddlewareHandler<ApiEnv>[] {
  return [requireRight(parts, right), (_, next) => parts.storage.run(next)];
}

async function whoSends(parts: ApiParts, c: RequestContext<ApiEnv>, patience?: Patience): Promise<Who> {
  const authorization = c.req.header("authorization");
  if (authorization !== undefined) return byKey(parts, authorization, patience);
  const who = await parts.door.byCookie(c.req.header("cookie"));
  if (!who) throw unauthorized("Sign in, or send a key: Authorization: Bearer KEY.");
  if (!READS.has(c.req.method) && !isSameOrigin((name) => c.req.header(name), parts.context.env.publicUrl)) {
    const detail = "This came from a page that is not ours. Programs send a key instead of a cookie.";
    throw new Problem(403, "foreign-page", detail);
  }
  return who;
}

async function byKey(parts: ApiParts, authorization: string, patience?: Patience): Promise<Who> {
  const plain = bearerOf(authorization);
  if (plain === null)
    throw unauthorized("The Authorization header is not of the form Bearer KEY.", "invalid_request");
  const who = await parts.door.byKey(plain, patience);
  if (who) return who;
  const detail = "The key is not known, or no longer. Send a valid one: Authorization: Bearer KEY.";
  throw unauthorized(detail, "invalid_token");
}

function enter(parts: ApiParts, c: RequestContext<ApiEnv>, who: Who): void {
  const waitMs = parts.limiter.take(`${who.kind}:${who.id}`, performance.now());
  if (waitMs > 0) {
    const perSecond = parts.context.env.rateLimitPerSecond;
    throw new Problem(
      429,
      "too-many-requests",
      `More than ${perSecond} requests a second from one caller. Wait, or send larger batches.`,
      { headers: { "retry-after": String(Math.ceil(waitMs / 1000)) } },
    );
  }
  c.set("actor", actorOf(who));
  c.set("who", who);
}

function forbidden(who: Who, right: Right): Problem {
  if (who.kind === "key") {
    const detail = `The key lacks the right ${right}. Use one that has it.`;
    const challenge = `${CHALLENGE}, error="insufficient_scope", scope="${right}"`;
    return new Problem(403, "missing-right", detail, { headers: { "www-authenticate": challenge } });
  }
  if (who.account?.mustChangePassword) {
    const detail = "Somebody else knows this password: change it first, on the account page.";
    return new Problem(403, "password-change-needed", detail);
  }
  const whose = who.kind === "tv" ? "A television" : `The role ${who.role}`;
  return new Problem(403, "missing-right", `${whose} may not do this: it lacks ${right}.`);
}

function unauthorized(detail: string, error?: string): Problem {
  const challenge = error ? `${CHALLENGE}, error="${error}"` : CHALLENGE;
  return new Problem(401, "unauthorized", detail, { headers: { "www-authenticate": challenge } });
}
