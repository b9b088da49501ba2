import type { MiddlewareHandler } from "hono";
import type { Scope } from "../../../db/stores/api-keys.ts";
import { Problem } from "../problem.ts";
import type { ApiEnv, ApiParts } from "../types.ts";

const CHALLENGE = 'Bearer realm="andon"';
/** Longer than any key that was ever made; ANDON_API_KEY has at most 200 characters. */
const MAX_KEY_LENGTH = 500;

/**
 * Lets a request through when its key has the scope and has not used up its second.
 * @throws Problem 401, 403 or 429
 */
export function requireScope(parts: ApiParts, scope: Scope): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const plain = bearer(c.req.header("authorization"));
    const key = await parts.keys.find(plain);
    if (!key)
      throw unauthorized(
        "The key is not known. Send a valid one: Authorization: Bearer KEY.",
        "invalid_token",
      );
    if (!key.scopes.includes(scope)) {
      throw new Problem(403, "missing-scope", `The key lacks the scope ${scope}. Use one that has it.`, {
        headers: { "www-authenticate": `${CHALLENGE}, error="insufficient_scope", scope="${scope}"` },
      });
    }
    const waitMs = parts.limiter.take(key.id, performance.now());
    if (waitMs > 0) {
      const perSecond = parts.context.env.rateLimitPerSecond;
      throw new Problem(
        429,
        "too-many-requests",
        `More than ${perSecond} requests a second with this key. Wait, or send larger batches.`,
        {
          headers: { "retry-after": String(Math.ceil(waitMs / 1000)) },
        },
      );
    }
    c.set("actor", `key:${key.name}`);
    await next();
  };
}

function bearer(header: string | undefined): string {
  if (header === undefined) throw unauthorized("A key is needed: Authorization: Bearer KEY.");
  const match = /^Bearer +(\S|\S.*\S) *$/i.exec(header);
  if (!match || match[1]!.length > MAX_KEY_LENGTH) {
    throw unauthorized("The Authorization header is not of the form Bearer KEY.", "invalid_request");
  }
  return match[1]!;
}

function unauthorized(detail: string, error?: string): Problem {
  const challenge = error ? `${CHALLENGE}, error="${error}"` : CHALLENGE;
  return new Problem(401, "unauthorized", detail, { headers: { "www-authenticate": challenge } });
}
