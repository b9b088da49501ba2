"use client";
import { Card } from "@tremor/react";
import { dateTimeWords } from "../../format/instant-words.ts";
import type { Where } from "../../links.ts";
import { useWords } from "../../use-words.ts";
import type { ShopPlace } from "../../wall/strip.tsx";
import { DeskNav } from "../desk-nav.tsx";
import { TableLine, TableSection } from "../section.tsx";
import { useFreshPage } from "../use-shop-now.ts";
import { ScheduleCard } from "./schedule-card.tsx";
import type { OnCallData, ShownPerson } from "./types.ts";

/** Who is on call now and through the coming week, where nobody is, and how everybody is reached. */
export function OnCallView({ data, place }: { data: OnCallData; place: ShopPlace }) {
  const words = useWords();
  const { t, locale } = words;
  const where: Where = { locale, asOf: null };
  const nameOf = (named: { nameZh: string; nameEn: string }) =>
    locale === "en" ? named.nameEn : named.nameZh;
  const schedules = new Map(data.schedules.map((schedule) => [schedule.key, nameOf(schedule)]));
  const gaps = data.schedules
    .flatMap((schedule) => schedule.gaps.map((gap) => ({ ...gap, schedule: nameOf(schedule) })))
    .sort((a, b) => a.fromAt - b.fromAt);
  useFreshPage();
  return (
    <main className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-5 p-4 sm:p-6" data-page="oncall">
      <DeskNav where={where} />
      <header>
        <h1 className="text-3xl font-bold text-tremor-content-strong">{t("oncall.title")}</h1>
        <p className="mt-1 text-lg text-tremor-content">
          {t("desk.asOf", { time: dateTimeWords(Date.parse(data.asOf), place.timezone, words) })}
        </p>
      </header>
      {gaps.length > 0 && (
        <section className="grid gap-2 rounded-tremor-default border-2 border-desk-warn-line bg-desk-warn-ground p-4 text-desk-warn-strong">
          <h2 className="text-xl font-semibold">{t("oncall.gaps")}</h2>
          {gapLines(gaps.slice(0, GAPS_FIRST))}
          {gaps.length > GAPS_FIRST && (
            <details className="text-lg">
              <summary className="cursor-pointer font-semibold">
                {t("oncall.moreGaps", { count: gaps.length - GAPS_FIRST })}
              </summary>
              {gapLines(gaps.slice(GAPS_FIRST))}
            </details>
          )}
        </section>
      )}
      {data.schedules.length === 0 && (
        <Card className="p-6 text-lg" data-state="empty">
          {t("oncall.noSchedule")}
        </Card>
      )}
      {data.schedules.map((schedule) => (
        <ScheduleCard key={schedule.key} schedule={schedule} data={data} timezone={place.timezone} />
      ))}
      {data.roles.length > 0 && (
        <TableSection
          title={t("oncall.roles")}
          heads={[t("oncall.role"), t("oncall.members"), t("oncall.group"), t("oncall.schedule")]}
        >
          {data.roles.map((role) => (
            <TableLine
              key={role.key}
              data={{ "data-role": role.key }}
              cells={[
                <b key="role" className="text-tremor-content-strong">
                  {nameOf(role)}
                </b>,
                role.members.length > 0
                  ? role.members.join(t("orders.separator"))
                  : missing(t("oncall.nobody")),
                role.group ?? missing(t("oncall.noGroup")),
                role.schedule === null
                  ? missing(t("oncall.none"))
                  : (schedules.get(role.schedule) ?? role.schedule),
              ]}
            />
          ))}
        </TableSection>
      )}
      <TableSection
        title={t("oncall.people")}
        heads={[t("oncall.person"), t("oncall.contacts"), t("oncall.quiet")]}
      >
        {data.people.map((person) => (
          <TableLine
            key={person.id}
            data={{ "data-person": person.id }}
            cells={[
              <b key="name" className="text-tremor-content-strong">
                {person.name}
                {!person.active && ` · ${t("oncall.inactive")}`}
              </b>,
              <Contacts key="contacts" person={person} />,
              person.quiet ?? "",
            ]}
          />
        ))}
      </TableSection>
      {data.people.length === 0 && <p className="text-lg">{t("oncall.noPeople")}</p>}
      <p className="text-tremor-content">
        {data.fallback.length > 0
          ? t("oncall.fallback", { names: data.fallback.join(t("oncall.then")) })
          : t("oncall.noFallback")}
      </p>
    </main>
  );

  function gapLines(shown: typeof gaps) {
    return (
      <ul className="grid gap-1 text-lg">
        {shown.map((gap) => (
          <li key={`${gap.schedule} ${gap.fromAt}`} data-gap>
            {data.schedules.length > 1 && <b>{gap.schedule} </b>}
            {gap.words}
          </li>
        ))}
      </ul>
    );
  }
}

/** More gaps than these are one click away: the nearest ones must be seen. */
const GAPS_FIRST = 4;

const missing = (words: string) => <span className="font-semibold text-desk-warn">! {words}</span>;

function Contacts({ person }: { person: ShownPerson }) {
  const { t } = useWords();
  if (person.contacts.length === 0) return missing(t("oncall.noContact"));
  return (
    <ul className="grid gap-1">
      {person.contacts.map((contact) => (
        <li key={contact.id} data-verified={contact.verified}>
          {t(`oncall.kind.${contact.kind}`)} {contact.address}{" "}
          {contact.verified ? (
            <span className="text-desk-good">✓ {t("oncall.verified")}</span>
          ) : (
            missing(t("oncall.unverified"))
          )}
        </li>
      ))}
    </ul>
  );
}
