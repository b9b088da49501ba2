"use client";
import type { ReactNode } from "react";
import { momentWords } from "../../format/instant-words.ts";
import { alertHref, ordersHref, type Where } from "../../links.ts";
import { useWords } from "../../use-words.ts";
import { Mark } from "../../wall/mark.tsx";
import type { ShopPlace } from "../../wall/strip.tsx";
import { AnswerWords } from "../alerts/answer-words.tsx";
import { PledgePicker } from "../alerts/pledge-picker.tsx";
import type { ActionAnswer } from "../alerts/types.ts";
import { useCommands } from "../alerts/use-commands.ts";
import { useShopNow } from "../use-shop-now.ts";
import type { LinkData } from "./types.ts";

/** What the buttons of this link do; server actions that know its token. */
export interface LinkCommands {
  take(pledgeUntilMs: number, over: boolean): Promise<ActionAnswer>;
  pass(): Promise<ActionAnswer>;
  undoPass(): Promise<ActionAnswer>;
}

interface LinkViewProps {
  link: LinkData;
  place: ShopPlace;
  commands: LinkCommands;
}

/** What a button of a chat message opens on a phone: what it is about, and the one thing that it is for. */
export function LinkView({ link, place, commands }: LinkViewProps) {
  const words = useWords();
  const { t, locale, whole, nodeName, spokenAge } = words;
  const where: Where = { locale, asOf: null };
  const nowMs = useShopNow(link.asOf, place.speed);
  const { busy, answer, run } = useCommands();
  const { node, taken, unresolved, oldestDueAt } = link;
  const lateMs = oldestDueAt === null ? null : nowMs - oldestDueAt;
  const red = lateMs !== null && lateMs >= 0;
  const mine = taken !== null && taken.name === link.name && taken.personId === link.personId;
  const done = answer !== null && answer.kind !== "refused" && answer.kind !== "undone";
  const over = unresolved === 0;
  const untilWords = (ms: number) => momentWords(ms, nowMs, place.timezone, words);

  return (
    <LinkFrame>
      <header className="grid gap-2" data-link-action={link.action}>
        <p className="flex items-center gap-2 text-lg font-semibold">
          <span className="w-5">
            <Mark kind={over ? "green" : red ? "red" : "yellow"} />
          </span>
          {over ? t("link.over") : t(`lights.${red ? "red" : "yellow"}`)}
          {link.severity !== null && <span className="text-tremor-content">P{link.severity}</span>}
        </p>
        <h1 className="text-4xl font-bold text-tremor-content-strong">
          {node ? nodeName(node) : t("alerts.title")}
        </h1>
        {over ? (
          <p className="text-2xl">{t("link.allGone", { count: whole(link.alerts) })}</p>
        ) : (
          <p className="text-2xl text-tremor-content-strong">
            <b className="text-5xl tabular-nums">{whole(unresolved)}</b> {t("link.orders")}
            {lateMs !== null && (
              <span className="mt-1 block text-xl">
                {red
                  ? t("link.oldest", { age: spokenAge(lateMs) })
                  : t("link.soonest", { age: spokenAge(-lateMs) })}
              </span>
            )}
          </p>
        )}
      </header>
      {taken !== null && !done && !over && (
        <p
          className="rounded-tremor-default bg-tremor-background-subtle p-3 text-lg font-semibold"
          data-taken
        >
          {mine
            ? t("link.mine", { time: untilWords(taken.pledgeUntil) })
            : t("alerts.already", { name: taken.name, time: untilWords(taken.pledgeUntil) })}
        </p>
      )}
      {link.used && !done && (
        <p className="text-lg" data-used>
          {t("link.refused.used")}
        </p>
      )}
      {answer && (
        <AnswerWords
          answer={answer}
          nowMs={nowMs}
          timezone={place.timezone}
          {...(link.action === "pass" && { onUndo: () => run(commands.undoPass) })}
        />
      )}
      {!over && !link.used && !done && !mine && link.action === "take" && (
        <div className="link-actions grid gap-3">
          <p className="text-xl font-bold">{t(taken ? "alerts.takeOver" : "link.take")}</p>
          <PledgePicker
            nowMs={nowMs}
            timezone={place.timezone}
            offWork={link.offWork}
            disabled={busy}
            onPick={(untilMs) => run(() => commands.take(untilMs, taken !== null))}
          />
        </div>
      )}
      {!over && !link.used && !done && link.action === "pass" && (
        <div className="link-actions grid">
          <button
            type="button"
            className="button button-strong"
            data-act="pass"
            disabled={busy}
            onClick={() => run(commands.pass)}
          >
            {t("link.pass")}
          </button>
        </div>
      )}
      <nav className="link-actions grid gap-3" aria-label={t("desk.pages")}>
        {node && (
          <a className="button" href={ordersHref({ node: node.key, light: red ? "red" : undefined }, where)}>
            {t("link.look")}
          </a>
        )}
        {link.alertId && (
          <a className="button" href={alertHref(link.alertId, where)}>
            {t("link.story")}
          </a>
        )}
      </nav>
      {link.action !== "look" && !over && (
        <p className="text-base text-tremor-content">{t("link.noted", { name: link.name })}</p>
      )}
      <noscript>
        <p className="text-lg">{t("link.noScript")}</p>
      </noscript>
    </LinkFrame>
  );
}

/** The same page when the link is good for nothing: why, and what to do. */
export function LinkRefused({ code }: { code: string }) {
  const { t } = useWords();
  return (
    <LinkFrame>
      <h1 className="text-3xl font-bold text-tremor-content-strong" data-refused={code}>
        {t(`link.refused.${code}`)}
      </h1>
      <p className="text-lg">{t("link.refusedHint")}</p>
    </LinkFrame>
  );
}

function LinkFrame({ children }: { children: ReactNode }) {
  const { t } = useWords();
  return (
    <main className="mx-auto grid max-w-md content-start gap-5 p-5" data-page="link">
      <p className="text-base text-tremor-content">{t("app.title")}</p>
      {children}
    </main>
  );
}
