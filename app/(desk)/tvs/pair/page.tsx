import { getTranslations } from "next-intl/server";
import { readUserCode, showUserCode } from "../../../../domain/screens/user-code.ts";
import { requireUser } from "../../../_data/session.ts";
import { playlistRows, tvUrl } from "../../../_data/tvs.ts";
import { Sorry } from "../../../_ui/desk/sorry.tsx";
import { PairView } from "../../../_ui/desk/tvs/pair-view.tsx";
import type { Query } from "../../orders/read-query.ts";

/** Where a television's QR code leads: somebody lets it in, or turns it away. */
export default async function PairPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requireUser("screens:write");
  const t = await getTranslations();
  const { code } = await searchParams;
  // What is no code at all is not looked up: it would count as a guess.
  const brought = typeof code === "string" ? readUserCode(code) : null;
  const read = await Promise.all([playlistRows(), tvUrl()]).catch((error: unknown) => {
    console.error("the playlists cannot be read:", error);
    return null;
  });
  if (read === null) return <Sorry words={t("desk.unreadable")} retry />;
  return (
    <PairView playlists={read[0]} code={brought === null ? "" : showUserCode(brought)} tvUrl={read[1]} />
  );
}
