import { accountData } from "../../../_data/account.ts";
import { choosePreferences } from "../../../_data/preference-commands.ts";
import { requireAccount } from "../../../_data/session.ts";
import { AccountView } from "../../../_ui/access/account/account-view.tsx";

/** What somebody may see and change of their own access. */
export default async function AccountPage() {
  const who = await requireAccount();
  return <AccountView data={await accountData(who)} choose={choosePreferences} />;
}
