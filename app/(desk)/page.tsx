import { getLocale, getTranslations } from "next-intl/server";
import { liveBoard } from "../_data/board.ts";
import { shopPlace } from "../_data/place.ts";
import { requireUser } from "../_data/session.ts";
import { EmptyShop } from "../_ui/desk/empty-shop.tsx";
import { NodeTable } from "../_ui/desk/node-table.tsx";
import { TotalCards } from "../_ui/desk/total-cards.tsx";
import { instantParts } from "../_ui/format/instant.ts";
import { isEmptyShop } from "../_ui/wall/summary.ts";

export default async function DeskPage() {
  await requireUser("board:read");
  const t = await getTranslations();
  const locale = await getLocale();
  const query = locale === "en" ? "?lang=en" : "";
  const board = await liveBoard().catch((error: unknown) => {
    console.error("the desk's page cannot be drawn:", error);
    return null;
  });
  const place = shopPlace(locale);
  return (
    <main className="mx-auto grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-6 p-6">
      <header className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 className="text-3xl font-bold text-tremor-content-strong">{t("app.title")}</h1>
          <p className="mt-1 text-lg text-tremor-content">{t("desk.promise")}</p>
        </div>
        <nav className="flex flex-wrap items-center gap-4 font-semibold" aria-label={t("desk.openWall")}>
          <a
            className="rounded-tremor-default bg-tremor-content-strong px-4 py-2 text-tremor-content-inverted"
            href={`/wall${query}`}
          >
            {t("desk.openWall")}
          </a>
          <a href="/api/docs">{t("desk.apiDocs")}</a>
          <a href="/api/health">{t("desk.health")}</a>
        </nav>
      </header>
      {board === null && <p className="text-lg">{t("desk.unreadable")}</p>}
      {board !== null && isEmptyShop(board) && <EmptyShop />}
      {board !== null && !isEmptyShop(board) && (
        <>
          <TotalCards board={board} />
          <NodeTable board={board} />
          <p className="text-tremor-content-subtle">
            {t("desk.asOf", { time: instantParts(Date.parse(board.asOf), place.timezone).time })} ·{" "}
            {place.timezoneName}
          </p>
        </>
      )}
    </main>
  );
}
