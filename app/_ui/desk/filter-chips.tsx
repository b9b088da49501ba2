"use client";
import type { ReactNode } from "react";
import { ordersHref, type Where } from "../links.ts";
import { useWords } from "../use-words.ts";
import { Mark } from "../wall/mark.tsx";
import { sourceName } from "../wall/source-name.ts";
import { type Chosen, channelsOf, chosenQuery, countChosen, LIGHT_ORDER, nodeQuery } from "./chips.ts";
import type { OrderQuery, Part } from "./orders.ts";

interface FilterChipsProps {
  parts: readonly Part[];
  query: OrderQuery;
  where: Where;
}

/** What the number is made of: the lights add up to it, and so do channels and bulk. */
export function FilterChips({ parts, query, where }: FilterChipsProps) {
  const words = useWords();
  const { t } = words;
  const { light, breached, channel, bulky } = query;
  const chosen: Chosen = { light, breached, channel, bulky };
  const channels = channelsOf(parts);
  const chip = (name: string, change: Partial<Chosen>, label: ReactNode, mark?: ReactNode) => {
    const next = { ...chosen, ...change };
    const [field, value] = Object.entries(change)[0]! as [keyof Chosen, Chosen[keyof Chosen]];
    const on = chosen[field] === value;
    const off = { ...chosen, [field]: field === "breached" ? false : null };
    const all = value === null || value === false;
    return (
      <Chip
        key={name}
        name={name}
        on={on}
        count={countChosen(parts, next)}
        // A chip that is set is taken back by the next click.
        href={ordersHref({ ...nodeQuery(query), ...chosenQuery(on && !all ? off : next) }, where)}
        mark={mark}
      >
        {label}
      </Chip>
    );
  };
  if (countChosen(parts, { light: null, breached: false, channel: null, bulky: null }) === 0) return null;
  return (
    <div className="grid gap-3">
      <Group label={t("orders.byLight")}>
        {chip("all", { light: null }, t("orders.all"))}
        {LIGHT_ORDER.map((kind) =>
          chip(kind, { light: kind }, t(`lights.${kind}`), <Mark key="mark" kind={kind} />),
        )}
        {chip("breached", { breached: true }, t("lights.breached"), <Mark kind="breached" />)}
      </Group>
      {(channels.length > 1 || channel !== null) && (
        <Group label={t("orders.byChannel")}>
          {chip("channels", { channel: null }, t("orders.allChannels"))}
          {channels.map((name) => chip(`channel-${name}`, { channel: name }, sourceName(name, words)))}
        </Group>
      )}
      {(parts.some((part) => part.bulky) || bulky !== null) && (
        <Group label={t("orders.byBulk")}>
          {chip("bulks", { bulky: null }, t("orders.allBulks"))}
          {chip("bulky", { bulky: true }, t("orders.bulky"))}
          {chip("small", { bulky: false }, t("orders.notBulky"))}
        </Group>
      )}
    </div>
  );
}

function Group({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className="flex flex-wrap gap-2" aria-label={label}>
      {children}
    </ul>
  );
}

interface ChipProps {
  name: string;
  on: boolean;
  count: number;
  href: string;
  mark?: ReactNode;
  children: ReactNode;
}

function Chip({ name, on, count, href, mark, children }: ChipProps) {
  const { whole } = useWords();
  if (count === 0 && !on) return null;
  const look = on
    ? "border-tremor-content-strong bg-tremor-content-strong text-tremor-content-inverted chip-on"
    : "border-desk-line bg-tremor-background text-tremor-content-strong hover:border-tremor-content";
  return (
    <li>
      <a
        className={`flex min-h-10 items-center gap-2 rounded-full border px-4 py-1 text-lg ${look}`}
        href={href}
        aria-current={on ? "true" : undefined}
        data-chip={name}
        data-count={count}
      >
        {mark && <span className="w-4">{mark}</span>}
        {children} <b>{whole(count)}</b>
      </a>
    </li>
  );
}
