import { getTranslations } from "next-intl/server";
import { shopNodes } from "../../_data/nodes.ts";
import { requireUser } from "../../_data/session.ts";
import { playlistRows, tvList, tvUrl } from "../../_data/tvs.ts";
import { Sorry } from "../../_ui/desk/sorry.tsx";
import { TvsView } from "../../_ui/desk/tvs/tvs-view.tsx";

/** Every television: what it shows, and whether it is well. */
export default async function TvsPage() {
  await requireUser("screens:read");
  const t = await getTranslations();
  const read = await Promise.all([tvList(), playlistRows(), shopNodes(), tvUrl()]).catch((error: unknown) => {
    console.error("the televisions cannot be read:", error);
    return null;
  });
  if (read === null) return <Sorry words={t("desk.unreadable")} retry />;
  const [list, playlists, nodes, url] = read;
  return <TvsView list={list} playlists={playlists} nodes={nodes} tvUrl={url} />;
}
