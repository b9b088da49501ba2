import type { BrowserContext } from "playwright/test";
import type { RunningAndon } from "../../bin/testing/run-andon.ts";
import { signIn } from "../../bin/testing/sign-in.ts";
import type { Role } from "../../domain/access/rights.ts";
import { addUser } from "../../server/commands/change-users.ts";
import { inDatabase } from "./staff.ts";

/** Somebody invented who may sign in. */
export interface TestAccount {
  email: string;
  name: string;
  role: Role;
  password: string;
}

const PASSWORD = "another-password-for-tests";

/**
 * Gives somebody an account that opens at once; one who has it keeps it.
 * @param first whether its password is still the one that somebody else gave
 */
export async function giveAccount(
  { folder }: RunningAndon,
  who: { name: string; role: Role; personId?: string; email?: string },
  first = false,
): Promise<TestAccount> {
  const { name, role, personId = null } = who;
  const account = { email: who.email ?? `${role}@andon.example`, name, role, password: PASSWORD };
  await inDatabase(folder, async (sql) => {
    const [known] = await sql`select 1 from users where email = ${account.email}`;
    if (known) return;
    const context = { sql, clock: { machineNow: () => Date.now() } } as Parameters<typeof addUser>[0];
    const { user } = await addUser(context, "test", { ...account, personId });
    if (!first) await sql`update users set must_change_password = false where id = ${user.id}`;
  });
  return account;
}

/** Makes a browser somebody else's. */
export async function become(
  context: BrowserContext,
  { url }: RunningAndon,
  account: Pick<TestAccount, "email" | "password">,
): Promise<void> {
  // The cookie takes the other one's place: an open page must not be nobody's in between.
  await context.addCookies(await signIn(url, account));
}
