import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { twoFactor } from "better-auth/plugins";
import type { Sql } from "../../db/sql.ts";
import { countInWindow, pruneAccess } from "../../db/stores/rate-limits.ts";
import { PASSWORD_LENGTH } from "../../domain/access/password.ts";
import type { Context } from "../platform/context.ts";
import { authStorage } from "./adapter.ts";
import { auditWrites } from "./audit-writes.ts";
import { authScope } from "./auth-scope.ts";
import { cookiePrefix, isSecure } from "./cookies.ts";
import { FORGET_MS } from "./lock-out.ts";
import { authSecret } from "./secret.ts";

export const AUTH_PATH = "/api/auth";
/** The header in which we tell better-auth who calls; whatever a caller sends under this name is overwritten. */
export const CALLER_HEADER = "x-andon-caller";

/** Then one signs in again. */
const SESSION_S = 14 * 86_400;
const CODE_TRIES = { maxFailedAttempts: 6, durationSeconds: 900 };
/** Requests of one caller, in seconds: an office may share an address. */
const RULES = {
  "/sign-in/*": { window: 60, max: 30 },
  "/two-factor/*": { window: 60, max: 20 },
  "/change-password": { window: 60, max: 10 },
};
const OTHERWISE = { window: 60, max: 120 };
/** One request in so many clears what nobody waits for any more. */
const PRUNE_EVERY = 50;

type Needs = Pick<Context, "sql" | "clock" | "env">;

function create({ sql, clock, env }: Needs, secret: string) {
  const secure = isSecure(env.publicUrl);
  let counted = 0;
  return betterAuth({
    appName: "Andon",
    baseURL: new URL(env.publicUrl).origin,
    basePath: AUTH_PATH,
    secret,
    database: authStorage(sql, (tx, written) => auditWrites(tx, clock.machineNow(), written)),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.least,
      maxPasswordLength: PASSWORD_LENGTH.most,
    },
    session: { expiresIn: SESSION_S, disableSessionRefresh: true },
    plugins: [twoFactor({ issuer: "Andon 安灯", accountLockout: CODE_TRIES })],
    rateLimit: {
      enabled: true,
      ...OTHERWISE,
      customRules: RULES,
      customStorage: {
        consume: async (key: string, { window, max }: { window: number; max: number }) => {
          const now = clock.machineNow();
          if (counted++ % PRUNE_EVERY === 0) await pruneAccess(sql, now, FORGET_MS);
          const waitMs = await countInWindow(sql, `caller:${key}`, now, {
            windowMs: window * 1_000,
            most: max,
          });
          return { allowed: waitMs === 0, retryAfter: waitMs === 0 ? null : Math.ceil(waitMs / 1_000) };
        },
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const [user] =
              await sql`select 1 from users where id = ${session.userId} and disabled_at is null`;
            if (!user) throw new APIError("FORBIDDEN", { code: "ACCOUNT_DISABLED", message: "disabled" });
          },
        },
      },
    },
    // Whether a request comes from a page of ours was asked before it came here.
    trustedOrigins: (request) => [request?.headers.get("origin") ?? ""].filter(Boolean),
    advanced: {
      // The prefix says it instead, and more strictly: __Host- where better-auth would write __Secure-.
      useSecureCookies: false,
      cookiePrefix: cookiePrefix(env.publicUrl),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/", secure },
      ipAddress: { ipAddressHeaders: [CALLER_HEADER] },
    },
    logger: { disabled: true },
    telemetry: { enabled: false },
    onAPIError: {
      onError: (error) => {
        const scope = authScope();
        if (scope && !(error instanceof APIError)) scope.failure = error;
      },
    },
  });
}

export type Auth = ReturnType<typeof create>;

const made = new WeakMap<Sql, Promise<Auth>>();

/** better-auth on this shop's database, one per process. */
export function authOf(context: Needs): Promise<Auth> {
  const known = made.get(context.sql);
  if (known) return known;
  const auth = authSecret(context.sql).then((secret) => create(context, secret));
  made.set(context.sql, auth);
  // A database that was away must not stay away for ever.
  auth.catch(() => made.delete(context.sql));
  return auth;
}
