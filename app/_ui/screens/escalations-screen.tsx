"use client";
import { type Escalations, escalationsSchema } from "../../../domain/wire/escalations.ts";
import { instantParts } from "../format/instant.ts";
import { alertsHref } from "../links.ts";
import { useWords, type Words } from "../use-words.ts";
import { LaneTag } from "../wall/lane-tag.tsx";
import { isPart, useLaneView } from "../wall/lane-view.ts";
import { Mark } from "../wall/mark.tsx";
import { NewsLine } from "../wall/news.tsx";
import { StageMark } from "../wall/stage-mark.tsx";
import { type Names, useNames } from "../wall/use-names.ts";
import { AnswerAge, Waiting } from "./answer-age.tsx";
import type { ScreenProps } from "./types.ts";
import { useAnswer } from "./use-answer.ts";

/** Rows that are read from 4 m in either column. */
const ROWS = 6;
const NEWS = 6;

type Group = Escalations["groups"][number];

/** What nobody has yet, loud; what somebody has, with until when; and what happened last. */
export function EscalationsScreen({ view, entry, place }: ScreenProps) {
  const words = useWords();
  const { t } = words;
  const { snapshot, alerts, shopNow } = useLaneView(view, entry.lanes);
  const names = useNames([...snapshot.nodes, ...snapshot.watches]);
  const answer = useAnswer({
    subject: "escalations",
    // Whoever takes an alert sees it at once.
    news: JSON.stringify([alerts?.nodes, alerts?.newest]),
    ask: async (get) => escalationsSchema.parse(await get("/api/v1/escalations")),
  });
  const told = answer.data;
  const groups = (told?.groups ?? []).filter(({ node }) => !isPart(entry.lanes) || names.has(node));
  // A pledge that has passed since holds no more.
  const holds = ({ takenName, pledgeUntil }: Group) =>
    takenName !== null && pledgeUntil !== null && Date.parse(pledgeUntil) > shopNow;
  const columns = { untaken: groups.filter((group) => !holds(group)), taken: groups.filter(holds) };
  return (
    <section className="screen escalations" data-screen="escalations" aria-label={t("screens.escalations")}>
      {told === null ? (
        <Waiting answer={answer} />
      ) : groups.length === 0 ? (
        <p className="screen-empty" data-screen-state="empty">
          <LaneTag lanes={entry.lanes} />
          {t("screens.noEscalations")}
        </p>
      ) : (
        <div className="escalation-columns">
          <Column kind="untaken" groups={columns.untaken} {...{ names, shopNow, place, words }} />
          <Column kind="taken" groups={columns.taken} {...{ names, shopNow, place, words }} />
        </div>
      )}
      {alerts !== null && alerts.newest.length > 0 && (
        <section className="escalation-news" aria-label={t("news.title")}>
          <h2>{t("news.title")}</h2>
          <ol>
            {alerts.newest.slice(0, NEWS).map((item) => (
              <li key={`${item.at} ${item.alertId} ${item.what}`} className={`news-line news-${item.what}`}>
                <NewsLine item={item} names={names} timezone={place.timezone} />
              </li>
            ))}
          </ol>
        </section>
      )}
      <AnswerAge
        answer={answer}
        asOfMs={told && Date.parse(told.asOf)}
        shopNow={shopNow}
        speed={snapshot.pulse.speed}
      />
    </section>
  );
}

interface ColumnProps extends Pick<ScreenProps, "place"> {
  kind: "untaken" | "taken";
  groups: readonly Group[];
  names: Names;
  shopNow: number;
  words: Words;
}

function Column({ kind, groups, names, shopNow, place, words }: ColumnProps) {
  const { t, whole, locale } = words;
  const overdue = groups.reduce((all, group) => all + group.overdue, 0);
  const soon = groups.reduce((all, group) => all + group.alerts - group.overdue, 0);
  const more = groups.length - ROWS;
  return (
    <section className={`escalation-column escalation-${kind}`} data-column={kind}>
      <h2>
        <StageMark kind={kind === "taken" ? "taken" : "flag"} />
        <b className="screen-number" data-sum={kind}>
          {whole(overdue)}
        </b>
        <span>{t(`screens.${kind}`)}</span>
        {soon > 0 && (
          <small className="escalation-soon" data-soon={kind}>
            <Mark kind="yellow" />
            {t("screens.soon", { count: whole(soon) })}
          </small>
        )}
      </h2>
      <ol>
        {groups.slice(0, ROWS).map((group) => (
          <li
            key={`${group.node} ${group.takenName}`}
            data-group={group.node}
            data-taken={group.takenName}
            className={group.overdue > 0 ? "group-red" : undefined}
          >
            <a href={alertsHref({ node: group.node }, { locale, asOf: null })}>
              <StageMark kind={kind === "taken" ? "taken" : group.stage} />
              <span className="group-words">
                <strong>{names.get(group.node) ?? group.node}</strong>
                <small>{kind === "taken" ? takenWords(group) : untakenWords(group)}</small>
              </span>
              <span className="group-counts">
                {group.overdue > 0 && (
                  <b className="group-count" data-count="overdue">
                    <Mark kind="red" />
                    {whole(group.overdue)}
                  </b>
                )}
                {group.alerts > group.overdue && (
                  <b className="group-count group-soon" data-count="soon">
                    <Mark kind="yellow" />
                    {whole(group.alerts - group.overdue)}
                  </b>
                )}
              </span>
            </a>
          </li>
        ))}
      </ol>
      {groups.length === 0 && <p className="column-empty">{t(`screens.${kind}None`)}</p>}
      {more > 0 && <p className="column-more">{t("screens.moreGroups", { count: more })}</p>}
    </section>
  );

  /** 王磊，16:40 前清完，还有 25 分钟 */
  function takenWords({ takenName, pledgeUntil }: Group) {
    const untilMs = Date.parse(pledgeUntil!);
    return t("screens.takenUntil", {
      name: takenName!,
      time: instantParts(untilMs, place.timezone).time,
      age: words.spokenAge(wholeMinutes(untilMs - shopNow)),
    });
  }

  /** 已打电话，最久超时 3 小时，14:20 往上叫 */
  function untakenWords({ stage, oldestDueAt, overdue, nextStepAt }: Group) {
    const lateMs = wholeMinutes(shopNow - Date.parse(oldestDueAt));
    const parts = [
      t(`screens.told.${stage}`),
      overdue > 0
        ? t("screens.latestBy", { age: words.spokenAge(lateMs) })
        : t("screens.dueIn", { age: words.spokenAge(-lateMs) }),
    ];
    const nextMs = nextStepAt === null ? null : Date.parse(nextStepAt);
    if (nextMs === null) parts.push(t("screens.noNext"));
    else if (nextMs > shopNow)
      parts.push(t("screens.next", { time: instantParts(nextMs, place.timezone).time }));
    else parts.push(t("screens.nextNow"));
    return parts.join(t("orders.separator"));
  }
}

// Seconds that count up would draw the eye.
const wholeMinutes = (ms: number) => Math.trunc(ms / 60_000) * 60_000;
