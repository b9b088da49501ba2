import { randomBytes, randomUUID } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import {
  countAdmins,
  dropSecondFactor,
  endSessionsOf,
  insertUser,
  lockUsers,
  readUsers,
  resetPassword,
  saveUser,
  type UserRow,
} from "../../db/stores/users.ts";
import type { NewUser, UserPatch } from "../../domain/access/bodies.ts";
import type { Context } from "../platform/context.ts";
import { missing, Refusal } from "./refusal.ts";

type Needs = Pick<Context, "sql" | "clock">;

/** Of a password that is made: 20 characters. */
const PASSWORD_BYTES = 15;

export const makePassword = () => randomBytes(PASSWORD_BYTES).toString("base64url");

/**
 * Makes an account whose first password has to be changed.
 * @returns the user, and the first password when it was made here: it cannot be read again
 * @throws Refusal when the address is taken or there is no such person
 */
export async function addUser(
  context: Needs,
  actor: string,
  body: NewUser,
): Promise<{ user: UserRow; firstPassword: string | null }> {
  const made = body.password === undefined ? makePassword() : null;
  const passwordHash = await hashPassword(made ?? body.password!);
  const { email, name, role, personId = null, language = "zh-CN" } = body;
  const user = await change(context, async (tx, now) => {
    await refuseNobody(tx, personId);
    const id = randomUUID();
    const row = { id, email, name, role, personId, language, passwordHash, mustChangePassword: true };
    if (!(await insertUser(tx, row, now)))
      throw new Refusal("email_taken", "email: an account has this address already; change that one");
    await writeAudit(tx, {
      at: now,
      actor,
      action: "user.add",
      subject: `user:${id}`,
      detail: { role, personId },
    });
    return id;
  });
  return { user, firstPassword: made };
}

/**
 * Changes somebody's name, role or person, or whether they may sign in; disabling ends their sessions at once.
 * @throws Refusal when there is no such user or person, or nobody would be left who may do this
 */
export function changeUser(context: Needs, actor: string, id: string, patch: UserPatch): Promise<UserRow> {
  return change(context, async (tx, now) => {
    const before = await findUser(tx, now, id);
    if (patch.personId !== undefined) await refuseNobody(tx, patch.personId);
    const { disabled = before.disabledAt !== null, name = before.name, role = before.role } = patch;
    const { personId = before.personId } = patch;
    const after = { name, role, personId, disabledAt: disabled ? (before.disabledAt ?? now) : null };
    await saveUser(tx, id, after, now);
    if ((await countAdmins(tx)) === 0) {
      const detail = "role: this is the last administrator who may sign in; make somebody else one first";
      throw new Refusal("last_admin", detail);
    }
    const ended = after.disabledAt !== null && before.disabledAt === null ? await endSessionsOf(tx, id) : 0;
    // Names are personal data and stay out of the audit: the user's id finds them.
    const detail = {
      changed: Object.keys(patch),
      role: { before: before.role, after: role },
      disabled,
      endedSessions: ended,
    };
    await writeAudit(tx, { at: now, actor, action: "user.change", subject: `user:${id}`, detail });
    return id;
  });
}

/** Ends every session of somebody. @throws Refusal when there is no such user */
export function endSessions(context: Needs, actor: string, id: string): Promise<UserRow> {
  return change(context, async (tx, now) => {
    await findUser(tx, now, id);
    const ended = await endSessionsOf(tx, id);
    const detail = { endedSessions: ended };
    await writeAudit(tx, { at: now, actor, action: "user.end_sessions", subject: `user:${id}`, detail });
    return id;
  });
}

/**
 * A new first password for somebody who has forgotten theirs; ends their sessions, and their second factor if asked.
 * @throws Refusal when there is no such user
 */
export async function resetAccess(
  context: Needs,
  actor: string,
  id: string,
  { secondFactor }: { secondFactor: boolean },
): Promise<{ user: UserRow; firstPassword: string }> {
  const firstPassword = makePassword();
  const passwordHash = await hashPassword(firstPassword);
  const user = await change(context, async (tx, now) => {
    await findUser(tx, now, id);
    await resetPassword(tx, id, passwordHash, now);
    const endedSessions = await endSessionsOf(tx, id);
    const detail = { endedSessions, secondFactor: secondFactor && (await dropSecondFactor(tx, id)) };
    await writeAudit(tx, { at: now, actor, action: "user.reset", subject: `user:${id}`, detail });
    return id;
  });
  return { user, firstPassword };
}

async function change(
  { sql, clock }: Needs,
  work: (tx: Tx, now: number) => Promise<string>,
): Promise<UserRow> {
  return sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    const now = clock.machineNow();
    await lockUsers(tx);
    return findUser(tx, now, await work(tx, now));
  }) as Promise<UserRow>;
}

async function findUser(tx: Tx, now: number, id: string): Promise<UserRow> {
  const [user] = await readUsers(tx, now, id);
  if (!user) throw missing("no_such_user", `there is no user "${id}"; GET /api/v1/users lists them`);
  return user;
}

async function refuseNobody(tx: Tx, personId: string | null): Promise<void> {
  if (personId === null) return;
  const [person] = await tx`select 1 from people where id = ${personId}`;
  if (!person)
    throw new Refusal(
      "no_such_person",
      `personId: there is no person "${personId}"; GET /api/v1/people lists them`,
    );
}
