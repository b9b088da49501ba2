import { getLocale } from "next-intl/server";
import { shopPlace } from "../../../_data/place.ts";
import { requireUser } from "../../../_data/session.ts";
import { UsersView } from "../../../_ui/access/users/users-view.tsx";

/** Who may sign in, and what they may do. */
export default async function UsersPage() {
  const who = await requireUser("access:write");
  return <UsersView ownId={who.kind === "user" ? who.id : null} place={shopPlace(await getLocale())} />;
}
