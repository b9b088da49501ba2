"use client";
import type { NodeDepth } from "../../../domain/wire/depth.ts";
import { orderHref } from "../links.ts";
import { useWords } from "../use-words.ts";
import { Mark } from "../wall/mark.tsx";

interface OldestListProps {
  oldest: NodeDepth["oldest"];
  shopNow: number;
}

/** Those that have been here longest: which order, since when, how late, and what makes it heavy. Nobody's name. */
export function OldestList({ oldest, shopNow }: OldestListProps) {
  const { t, locale, age } = useWords();
  return (
    <section className="oldest" aria-label={t("screens.oldest")}>
      <h2>{t("screens.oldest")}</h2>
      <ol>
        {oldest.map(({ orderNo, token, enteredAt, dueAt, light, breached, held, bulky, custom, carrier }) => (
          <li key={`${orderNo} ${token}`} className={`oldest-${light}`} data-order={orderNo}>
            <Mark kind={breached ? "breached" : light} />
            <a href={orderHref(orderNo, { locale, asOf: null })}>{orderNo}</a>
            <span className="oldest-age">{age(shopNow - Date.parse(enteredAt))}</span>
            <span className="oldest-due">{dueAt === null ? "" : dueWords(Date.parse(dueAt) - shopNow)}</span>
            <span className="oldest-facts">
              {[held && t("orders.held"), bulky && t("orders.bulky"), custom && t("orders.custom"), carrier]
                .filter(Boolean)
                .join(t("orders.separator"))}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );

  function dueWords(leftMs: number) {
    return leftMs > 0
      ? t("orders.stillHas", { age: age(leftMs) })
      : t("orders.lateBy", { age: age(-leftMs) });
  }
}
