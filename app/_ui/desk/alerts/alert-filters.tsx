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
        <Choice
          name="node"
          label={t("alerts.byNode")}
          all={t("alerts.allNodes")}
          chosen={query.node}
          among={nodes.map((node) => [node.key, nodeName(node)])}
          onChoose={submit}
        />
        <Choice
          name="severity"
          label={t("alerts.bySeverity")}
          all={t("alerts.allSeverities")}
          chosen={query.severity}
          among={SEVERITIES.map((severity) => [severity, `P${severity}`])}
          onChoose={submit}
        />
        {people.length > 0 && (
          <Choice
            name="person"
            label={t("alerts.byPerson")}
            all={t("alerts.allPeople")}
            chosen={query.person}
            among={people.map((person) => [person.id, person.name])}
            onChoose={submit}
          />
        )}
        <button type="submit" className="button">
          {t("alerts.filter")}
        </button>
      </form>
    </div>
  );
}

interface ChoiceProps<V extends string | number> {
  name: string;
  label: string;
  /** What stands for no choice. */
  all: string;
  chosen: V | null;
  /** Values with what they are called. */
  among: readonly (readonly [value: V, text: string])[];
  onChoose: () => void;
}

function Choice<V extends string | number>({ name, label, all, chosen, among, onChoose }: ChoiceProps<V>) {
  return (
    <select className="field" name={name} aria-label={label} defaultValue={chosen ?? ""} onChange={onChoose}>
      <option value="">{all}</option>
      {among.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  );
}
