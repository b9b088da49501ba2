import { getTranslations } from "next-intl/server";
import { Notice } from "./wall/notice.tsx";

/** A wall that somebody may not look at (403). */
export default async function Forbidden() {
  const t = await getTranslations("forbidden");
  return <Notice words={t("title")} more={t("ask")} />;
}
