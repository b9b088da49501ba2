"use client";
import { useEffect, useId, useState } from "react";
import { useWords } from "../../use-words.ts";
import type { Actor, PersonName } from "./types.ts";

/** Where this browser keeps who uses it. */
const KEPT_AS = "andon.me";
const NAME_MAX = 40;

/** Who acts, as this browser remembers it; null until it was said. */
export function useActor(people: readonly PersonName[]) {
  const [actor, setActor] = useState<Actor | null>(null);
  useEffect(() => setActor(known(people)), [people]);
  const say = (next: Actor | null) => {
    setActor(next);
    try {
      if (next) localStorage.setItem(KEPT_AS, JSON.stringify(next));
      else localStorage.removeItem(KEPT_AS);
    } catch {
      // A browser that keeps nothing asks again next time.
    }
  };
  return [actor, say] as const;
}

function known(people: readonly PersonName[]): Actor | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT_AS) ?? "null") as Actor | null;
    if (!kept || typeof kept.name !== "string") return null;
    const person = people.find(({ id }) => id === kept.personId);
    if (person) return { personId: person.id, name: person.name };
    return people.length === 0 ? { personId: null, name: kept.name } : null;
  } catch {
    return null;
  }
}

interface WhoActsProps {
  people: readonly PersonName[];
  actor: Actor | null;
  onSay: (actor: Actor | null) => void;
}

/** Asks who acts: there is no sign-in yet, and the page says so. */
export function WhoActs({ people, actor, onSay }: WhoActsProps) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={id} className="font-semibold text-tremor-content-strong">
          {t("alerts.who")}
        </label>
        {people.length > 0 ? (
          <select
            id={id}
            className="field"
            value={actor?.personId ?? ""}
            onChange={({ target }) => {
              const person = people.find((one) => one.id === target.value);
              onSay(person ? { personId: person.id, name: person.name } : null);
            }}
          >
            <option value="">{t("alerts.whoPick")}</option>
            {people.map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
          </select>
        ) : (
          <input
            id={id}
            className="field"
            maxLength={NAME_MAX}
            placeholder={t("alerts.whoName")}
            value={actor?.name ?? ""}
            onChange={({ target }) => onSay(target.value ? { personId: null, name: target.value } : null)}
          />
        )}
      </div>
      <p className="text-sm text-tremor-content">{t("alerts.noSignIn")}</p>
    </div>
  );
}
