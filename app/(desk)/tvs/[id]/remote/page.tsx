import { getTranslations } from "next-intl/server";
import { shopNodes } from "../../../../_data/nodes.ts";
import { requireUser } from "../../../../_data/session.ts";
import { tvList } from "../../../../_data/tvs.ts";
import { Sorry } from "../../../../_ui/desk/sorry.tsx";
import { RemoteView } from "../../../../_ui/desk/tvs/remote-view.tsx";

/** A television's remote control. */
export default async function RemotePage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser("screens:write");
  const t = await getTranslations();
  const read = await Promise.all([tvList(), shopNodes()]).catch((error: unknown) => {
    console.error("the televisions cannot be read:", error);
    return null;
  });
  if (read === null) return <Sorry words={t("desk.unreadable")} retry />;
  return <RemoteView list={read[0]} nodes={read[1]} id={(await params).id} />;
}
