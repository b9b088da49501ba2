"use client";
import { useRef } from "react";
import { alertsHref, type Where } from "../../links.ts";
import { useWords } from "../../use-words.ts";
import type { NodeName } from "../orders.ts";
import type { AlertQuery, PersonName } from "./types.ts";

const STATES = ["urgent", "told", "open", "acknowledged", "resolved", "all"] as const;
const SEVERITIES = [1, 2, 3] as const;

/** What a link to the list carries; what does not matter is left out. */
export function alertFilter(query: Omit<AlertQuery, "cursor">): Record<string, string | undefined> {
  return {
    state: query.state === "urgent" ? undefined : query.state,
    node: query.node ?? undefined,
    severity: query.severity === null ? undefined : String(query.severity),
    person: query.person ?? undefined,
  };
}

interface AlertFiltersProps {
  query: AlertQuery;
  nodes: readonly NodeName[];
  people: readonly PersonName[];
  where: Where;
}

/** By state, node, severity and whose they are. */
export function AlertFilters({ query, nodes, people, where }: AlertFiltersProps) {
  const { t, nodeName } = useWords();
  const form = useRef<HTMLFormElement>(null);
  const submit = () => form.current?.requestSubmit();
  return (
    <div className="grid gap-3">
      <ul className="flex flex-wrap gap-2" aria-label={t("alerts.byState")}>
        {STATES.map((state) => {
          const on = query.state === state;
          return (
            <li key={state}>
              <a
                className={`chip ${on ? "chip-on" : ""}`}
                href={alertsHref(alertFilter({ ...query, state }), where)}
                aria-current={on ? "true" : undefined}
                data-chip={state}
              >
                {t(`alerts.state.${state}`)}
              </a>
            </li>
          );
        })}
      </ul>
      <form ref={form} method="get" action="/alerts" className="flex flex-wrap items-center gap-2">
        {query.state !== "urgent" && <input type="hidden" name="state" value={query.state} />}
        {where.locale === "en" && <input type="hidden" name="lang" value="en" />}
        <select
          className="field"
          name="node"
          aria-label={t("alerts.byNode")}
          defaultValue={query.node ?? ""}
          onChange={submit}
        >
          <option value="">{t("alerts.allNodes")}</option>
          {nodes.map((node) => (
            <option key={node.key} value={node.key}>
              {nodeName(node)}
            </option>
          ))}
        </select>
        <select
          className="field"
          name="severity"
          aria-label={t("alerts.bySeverity")}
          defaultValue={query.severity ?? ""}
          onChange={submit}
        >
          <option value="">{t("alerts.allSeverities")}</option>
          {SEVERITIES.map((severity) => (
            <option key={severity} value={severity}>
              P{severity}
            </option>
          ))}
        </select>
        {people.length > 0 && (
          <select
            className="field"
            name="person"
            aria-label={t("alerts.byPerson")}
            defaultValue={query.person ?? ""}
            onChange={submit}
          >
            <option value="">{t("alerts.allPeople")}</option>
            {people.map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
          </select>
        )}
        <button type="submit" className="button">
          {t("alerts.filter")}
        </button>
      </form>
    </div>
  );
}
