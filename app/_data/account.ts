import "server-only";
import type { Account, Who } from "../../server/auth/find-who.ts";
import { readDirectory } from "../../server/queries/directory.ts";
import type { AccountData } from "../_ui/access/account/types.ts";
import { webContext } from "./context.ts";
import { currentPreferences } from "./session.ts";

/** Somebody's own access, as their account page shows it. */
export async function accountData(who: Who & { account: Account }): Promise<AccountData> {
  const { theme } = await currentPreferences();
  const person =
    who.personId === null ? undefined : (await readDirectory(webContext())).people.get(who.personId);
  const { email, twoFactor, mustChangePassword } = who.account;
  return {
    name: who.name,
    email,
    role: who.role,
    person: person?.name ?? null,
    theme,
    twoFactor,
    mustChangePassword,
  };
}
