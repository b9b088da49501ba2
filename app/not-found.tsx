import { getTranslations } from "next-intl/server";

export default async function NotFound() {
  const t = await getTranslations("notFound");
  return (
    <main style={{ padding: "3rem", fontFamily: "system-ui, sans-serif" }}>
      <h1>{t("title")}</h1>
      <p>
        <a href="/wall">{t("hint")}</a>
      </p>
    </main>
  );
}
