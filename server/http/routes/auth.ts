import { createRoute, z } from "@hono/zod-openapi";
import type { Context as RequestContext } from "hono";
import { PASSWORD_LENGTH, passwordSchema } from "../../../domain/access/password.ts";
import { authScope, withinAuth } from "../../auth/auth-scope.ts";
import { callerOf } from "../../auth/caller.ts";
import { AUTH_PATH, authOf, CALLER_HEADER } from "../../auth/create-auth.ts";
import { forgiveTries, takeTry } from "../../auth/lock-out.ts";
import { isSameOrigin } from "../../auth/same-origin.ts";
import { answers, refusals } from "../answers.ts";
import { commandBody } from "../command-body.ts";
import { openToAll } from "../middleware/declared.ts";
import { requireUser } from "../middleware/require-right.ts";
import { Problem } from "../problem.ts";
import { readCommand } from "../read-command.ts";
import type { Api, ApiEnv, ApiParts } from "../types.ts";

const password = z.string().min(1).max(PASSWORD_LENGTH.most);
const byPassword = z.strictObject({ password });
const code = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, "must be six digits"),
});
const backupCode = z.strictObject({ code: z.string().trim().min(1).max(50) });

/** What is let through to better-auth: everything else that it could do is not there. */
const CALLS = [
  {
    path: "sign-in/email",
    name: "SignIn",
    summary: "Sign in with address and password; sets a cookie",
    description:
      "twoFactorRedirect: true asks for a code next. Wrong passwords make an address wait, longer each time.",
    body: z.strictObject({ email: z.email().max(200), password, rememberMe: z.boolean().optional() }),
    open: true,
  },
  {
    path: "two-factor/verify-totp",
    name: "SecondFactor",
    summary: "The code of a second factor: ends signing in, or sets the factor up",
    description: "Six wrong ones lock the second factor for a quarter of an hour.",
    body: code,
    open: true,
  },
  {
    path: "two-factor/verify-backup-code",
    name: "BackupCode",
    summary: "A backup code instead; each works once",
    description: "For whoever has lost the device.",
    body: backupCode,
    open: true,
  },
  {
    path: "sign-out",
    name: "SignOut",
    summary: "End this session",
    description: "Its cookie is worth nothing afterwards.",
    body: z.strictObject({}),
    open: true,
  },
  {
    path: "change-password",
    name: "PasswordChange",
    summary: "Change one's own password",
    description: "With revokeOtherSessions every other session ends.",
    body: z
      .strictObject({
        currentPassword: password,
        newPassword: passwordSchema,
        revokeOtherSessions: z.boolean().optional(),
      })
      .refine((asked) => asked.newPassword !== asked.currentPassword, {
        message: "must differ from the current one",
        path: ["newPassword"],
      }),
    open: false,
  },
  {
    path: "two-factor/enable",
    name: "SecondFactorStart",
    summary: "Begin to set up a second factor: its address for an authenticator, and backup codes",
    description: "It holds once a first code has come back.",
    body: byPassword,
    open: false,
  },
  {
    path: "two-factor/disable",
    name: "SecondFactorEnd",
    summary: "Take one's second factor away",
    description: "The password is asked for again.",
    body: byPassword,
    open: false,
  },
  {
    path: "two-factor/generate-backup-codes",
    name: "BackupCodes",
    summary: "New backup codes; the ones before stop working",
    description: "They are shown this once.",
    body: byPassword,
    open: false,
  },
] as const;

/** Signing in and out, passwords and second factors. */
export function addAuthRoutes(api: Api, parts: ApiParts): void {
  for (const call of CALLS) {
    const route = createRoute({
      method: "post",
      path: `${AUTH_PATH}/${call.path}`,
      summary: call.summary,
      description: call.description,
      middleware: call.open ? openToAll("this is where one signs in") : requireUser(parts),
      request: { body: commandBody(api, call.name, call.body) },
      responses: {
        200: answers(z.record(z.string(), z.unknown()), "Done"),
        ...refusals({ 400: "The body cannot be read, or the code is wrong", 415: "Another content-type" }),
      },
    });
    api.openapi(route, async (c) => {
      const body = await readCommand(c, call.body);
      return parts.storage.run(() => passOn(parts, c, call.path, body)) as never;
    });
  }
}

async function passOn(parts: ApiParts, c: RequestContext<ApiEnv>, path: string, body: object) {
  const { context } = parts;
  const foreign = !isSameOrigin((name) => c.req.header(name), context.env.publicUrl);
  // A program signs in without telling where it comes from; a browser always tells.
  const told = c.req.header("origin") ?? c.req.header("sec-fetch-site") ?? c.req.header("cookie");
  if (foreign && told !== undefined)
    throw new Problem(403, "foreign-page", "This came from a page that is not ours.");
  const email = "email" in body ? String(body.email) : null;
  const waitMs = email === null ? 0 : await takeTry(context, email);
  if (waitMs > 0) throw tooMany("address-locked", waitMs / 1_000);
  const headers = new Headers({ "content-type": "application/json" });
  headers.set(CALLER_HEADER, callerOf(c.env?.incoming, context.env.publicUrl));
  for (const name of ["cookie", "user-agent"]) {
    const value = c.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  // What a cookie-less program did not tell is what a page of ours would have.
  headers.set("origin", new URL(context.env.publicUrl).origin);
  const url = `${new URL(context.env.publicUrl).origin}${AUTH_PATH}/${path}`;
  const request = new Request(url, { method: "POST", headers, body: JSON.stringify(body) });
  const auth = await authOf(context);
  const hadSession = (await parts.door.byCookie(c.req.header("cookie")))?.kind === "user";
  const answer = await withinAuth({ path, hadSession }, async () => {
    const response = await auth.handler(request);
    const failure = authScope()?.failure;
    if (failure !== undefined) throw failure;
    return response;
  });
  if (answer.status >= 400) throw await refusalOf(answer);
  if (email !== null) await forgiveTries(context, email);
  for (const cookie of answer.headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
  const { token: _, ...told200 } = (await answer.json()) as Record<string, unknown>;
  return c.json(told200, 200);
}

const DETAILS: Record<string, [number, string, string]> = {
  INVALID_EMAIL_OR_PASSWORD: [
    401,
    "wrong-password",
    "Address or password is wrong. Check both and try again.",
  ],
  INVALID_PASSWORD: [400, "wrong-password", "The password is wrong."],
  ACCOUNT_DISABLED: [403, "account-disabled", "This account may not sign in any more. Ask an administrator."],
  INVALID_CODE: [401, "wrong-code", "The code is wrong or too old. Enter the one that is shown now."],
  INVALID_BACKUP_CODE: [401, "wrong-code", "This backup code is wrong or was used. Enter another one."],
  INVALID_TWO_FACTOR_COOKIE: [401, "sign-in-over", "Too long ago: sign in with the password again."],
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: [
    429,
    "too-many-codes",
    "Too many wrong codes: sign in with the password again.",
  ],
  ACCOUNT_TEMPORARILY_LOCKED: [
    429,
    "second-factor-locked",
    "Too many wrong codes. Wait a quarter of an hour, then try again.",
  ],
  TOTP_ALREADY_ENABLED: [409, "second-factor-on", "There is a second factor already. Take it away first."],
};

/** better-auth's refusal as ours; what we do not know keeps its status and its code. */
async function refusalOf(answer: Response): Promise<Problem> {
  if (answer.status === 429) {
    const after = Number(answer.headers.get("x-retry-after"));
    if (after > 0) return tooMany("too-many-requests", after);
  }
  const body = (await answer.json().catch(() => ({}))) as { code?: string; message?: string };
  const known = body.code === undefined ? undefined : DETAILS[body.code];
  const more = { code: body.code };
  if (known) return new Problem(...known, { more });
  const kebab = (body.code ?? "refused").toLowerCase().replaceAll("_", "-");
  return new Problem(answer.status, kebab, body.message ?? "This cannot be done.", { more });
}

function tooMany(kind: string, seconds: number): Problem {
  const wait = Math.max(1, Math.ceil(seconds));
  const detail = `Too many tries. Wait ${wait} s, then try again.`;
  return new Problem(429, kind, detail, { headers: { "retry-after": String(wait) }, more: { waitS: wait } });
}
