"use client";
import { type CSSProperties, memo } from "react";
import type { DelaySummary } from "../../../domain/wire/delay.ts";
import { ordersHref, overdueWindow } from "../links.ts";
import { useWords } from "../use-words.ts";
import { worstNodes } from "./bottleneck.ts";
import type { Names } from "./use-names.ts";

/** The nodes that cause most of the delay, each as its part of all of it; they open into the orders behind it. */
export const Bars = memo(function Bars({
  delay,
  names,
  asOf,
}: {
  delay: DelaySummary;
  names: Names;
  asOf: string | null;
}) {
  const { t, locale, percent } = useWords();
  const window = overdueWindow(Date.parse(delay.from), Date.parse(delay.asOf));
  return (
    <ul className="bars" aria-label={t("headline.bars")}>
      {worstNodes(delay).map(({ node, share }) => (
        <li key={node} data-bar={node}>
          <a className="bar" href={ordersHref({ node, ...window }, { locale, asOf })}>
            <span className="bar-name">{names.get(node) ?? node}</span>
            <span className="bar-track">
              <i style={{ "--share": share } as CSSProperties} />
            </span>
            <span className="bar-share">{percent(share)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
});
