import { getLocale } from "next-intl/server";
import { shopPlace } from "../../../_data/place.ts";
import { requireUser } from "../../../_data/session.ts";
import { KeysView } from "../../../_ui/access/keys/keys-view.tsx";

/** What programs may do, and by which key. */
export default async function KeysPage() {
  await requireUser("access:write");
  return <KeysView place={shopPlace(await getLocale())} />;
}
