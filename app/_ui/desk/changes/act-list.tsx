"use client";
import { Card } from "@tremor/react";
import type { Act, Changes } from "../../../../domain/wire/changes.ts";
import { momentWords } from "../../format/instant-words.ts";
import { useWords, type Words } from "../../use-words.ts";
import type { ShopPlace } from "../../wall/strip.tsx";

/** How the audit names what has words of its own; anything else is told as a change. */
const KNOWN = new Set([
  "alert.acknowledge",
  "alert.pass",
  "alert.undo_pass",
  "alert.resolve",
  "node.change",
  "watch.change",
  "watch.create",
  "policy.change",
  "policy.add",
  "escalation.change",
  "quarantine.replay",
  "quarantine.dismiss",
]);

/** Who did what in between. */
export function ActList({ changes, place }: { changes: Changes; place: ShopPlace }) {
  const words = useWords();
  const { t, whole, nodeName } = words;
  const names = new Map([...changes.nodes, ...changes.watches].map((node) => [node.key, nodeName(node)]));
  const { acts, actsTotal } = changes;
  return (
    <Card className="p-4" data-acts={actsTotal}>
      <h2 className="pb-2 text-xl font-semibold text-tremor-content-strong">{t("changes.acts")}</h2>
      {acts.length === 0 && <p className="text-lg">{t("changes.noActs")}</p>}
      <ol className="grid gap-3">
        {acts.map((act) => (
          <li
            key={`${act.at} ${act.action} ${act.subject}`}
            className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 text-base"
            data-act={act.action}
          >
            <time className="text-tremor-content tabular-nums" dateTime={act.at}>
              {momentWords(Date.parse(act.at), Date.parse(changes.from), place.timezone, words)}
            </time>
            <span className="text-tremor-content-strong">
              <strong>{act.name ?? t(`changes.by.${act.by}`)}</strong> {actWords(act, names, words)}
            </span>
          </li>
        ))}
      </ol>
      {actsTotal > acts.length && (
        <p className="pt-3 text-tremor-content">
          {t("changes.moreActs", { count: whole(actsTotal - acts.length) })}
        </p>
      )}
    </Card>
  );
}

/** 接手 12 单：大件装车调度、打包待出库 */
function actWords(act: Act, names: ReadonlyMap<string, string>, { t, whole, locale }: Words): string {
  const key = KNOWN.has(act.action) ? act.action.replace(".", "_") : "other";
  const list = new Intl.ListFormat(locale, { type: "unit" });
  const nodes = list.format(act.nodes.map((node) => names.get(node) ?? node));
  if (act.alerts > 0) return t(`changes.act.${key}`, { count: whole(act.alerts), nodes });
  const subject = act.subject?.replace(/^\w+:(?!.*:)/, "") ?? "";
  return t(`changes.act.${key}`, { count: "", nodes: names.get(subject) ?? subject, action: act.action });
}
