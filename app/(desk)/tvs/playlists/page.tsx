import { getTranslations } from "next-intl/server";
import { shopNodes } from "../../../_data/nodes.ts";
import { requireUser } from "../../../_data/session.ts";
import { playlistRows } from "../../../_data/tvs.ts";
import { Sorry } from "../../../_ui/desk/sorry.tsx";
import { PlaylistsView } from "../../../_ui/desk/tvs/playlists-view.tsx";

/** What televisions show, in which order and for how long. */
export default async function PlaylistsPage() {
  await requireUser("screens:read");
  const t = await getTranslations();
  const read = await Promise.all([playlistRows(), shopNodes()]).catch((error: unknown) => {
    console.error("the playlists cannot be read:", error);
    return null;
  });
  if (read === null) return <Sorry words={t("desk.unreadable")} retry />;
  return <PlaylistsView playlists={read[0]} nodes={read[1]} />;
}
