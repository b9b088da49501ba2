"use client";
import { useState } from "react";
import type { Role } from "../../../../domain/access/rights.ts";
import { useWords } from "../../use-words.ts";
import { instantWords } from "../instant-words.ts";
import { ProblemWords } from "../problem-words.tsx";
import { askApi } from "../use-access.ts";
import { PersonPicker, RolePicker } from "./pickers.tsx";
import type { PersonName, UserRow } from "./types.ts";

interface UserCardProps {
  user: UserRow;
  /** Whoever looks at the page. */
  own: boolean;
  people: readonly PersonName[];
  timezone: string;
  onChanged: () => void;
  onMade: (name: string, password: string) => void;
}

/** One user: what they may do, when they were last here, and what can be done about it. */
export function UserCard({ user, own, people, timezone, onChanged, onMade }: UserCardProps) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const off = user.disabledAt !== null;
  const facts = [
    off && t("users.off"),
    user.mustChangePassword && t("users.firstPassword"),
    user.twoFactor && t("users.twoFactor"),
    user.lastSignInAt === null
      ? t("users.never")
      : t("users.last", { time: instantWords(user.lastSignInAt, timezone) }),
  ].filter((fact) => fact !== false);

  const act = async (method: string, path: string, body?: object) => {
    setBusy(true);
    const answer = await askApi<{ firstPassword?: string }>(method, `users/${user.id}${path}`, body);
    setBusy(false);
    setProblem(answer.ok ? null : answer.code);
    if (!answer.ok) return;
    if (answer.value.firstPassword) onMade(user.name, answer.value.firstPassword);
    onChanged();
  };

  return (
    <article className="grid gap-3 p-4" data-user={user.email} data-off={off || undefined}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h2 className="text-lg font-semibold break-words text-tremor-content-strong">
            {user.name}
            {own && ` · ${t("users.you")}`}
            <span className="ml-2 font-normal text-tremor-content">
              {t(`roles.${user.role}`)}
              {user.personName && ` · ${t("users.is", { name: user.personName })}`}
            </span>
          </h2>
          <p className="break-words text-tremor-content">
            {user.email} · {facts.join(" · ")}
          </p>
        </div>
        <button type="button" className="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? "users.close" : "users.change")}
        </button>
      </div>
      <ProblemWords code={problem} />
      {open && (
        <fieldset className="grid gap-4 sm:grid-cols-2" disabled={busy}>
          <legend className="sr-only">{user.name}</legend>
          <RolePicker value={user.role} onChange={(role: Role) => act("PATCH", "", { role })} />
          <PersonPicker
            value={user.personId}
            people={people}
            onChange={(personId) => act("PATCH", "", { personId })}
          />
          <div className="flex flex-wrap gap-2 sm:col-span-2">
            <button
              type="button"
              className="button"
              onClick={() => act("POST", "/reset", { secondFactor: false })}
            >
              {t("users.reset")}
            </button>
            {user.twoFactor && (
              <button
                type="button"
                className="button"
                onClick={() => act("POST", "/reset", { secondFactor: true })}
              >
                {t("users.resetBoth")}
              </button>
            )}
            {user.sessions > 0 && !own && (
              <button type="button" className="button" onClick={() => act("DELETE", "/sessions")}>
                {t("users.signOutAll")}
              </button>
            )}
            {!own && (
              <button type="button" className="button" onClick={() => act("PATCH", "", { disabled: !off })}>
                {t(off ? "users.turnOn" : "users.turnOff")}
              </button>
            )}
          </div>
        </fieldset>
      )}
    </article>
  );
}
