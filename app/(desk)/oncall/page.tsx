import { getLocale, getTranslations } from "next-intl/server";
import { onCallPage } from "../../_data/on-call.ts";
import { shopPlace } from "../../_data/place.ts";
import { requireUser } from "../../_data/session.ts";
import { OnCallView } from "../../_ui/desk/oncall/on-call-view.tsx";
import { Sorry } from "../../_ui/desk/sorry.tsx";

/** Who is called tonight, and where nobody is. */
export default async function OnCallPage() {
  await requireUser("on-call:read");
  const t = await getTranslations();
  const locale = await getLocale();
  const data = await onCallPage(locale).catch((error: unknown) => {
    console.error("who is on call cannot be read:", error);
    return null;
  });
  if (data === null) return <Sorry words={t("desk.unreadable")} retry />;
  return <OnCallView data={data} place={shopPlace(locale)} />;
}
