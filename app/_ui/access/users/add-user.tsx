"use client";
import { Card } from "@tremor/react";
import { type FormEvent, useId, useState } from "react";
import type { Role } from "../../../../domain/access/rights.ts";
import { useWords } from "../../use-words.ts";
import { ProblemWords } from "../problem-words.tsx";
import { askApi } from "../use-access.ts";
import { PersonPicker, RolePicker } from "./pickers.tsx";
import type { PersonName } from "./types.ts";

interface AddUserProps {
  people: readonly PersonName[];
  /** The first password is shown once. */
  onMade: (name: string, password: string) => void;
  onCancel: () => void;
}

/** A new account; its first password is made, and has to be changed by whoever it is for. */
export function AddUser({ people, onMade, onCancel }: AddUserProps) {
  const { t, locale } = useWords();
  const id = useId();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const [personId, setPersonId] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const answer = await askApi<{ firstPassword: string }>("POST", "users", {
      email,
      name,
      role,
      personId,
      language: locale,
    });
    setBusy(false);
    if (answer.ok) onMade(name, answer.value.firstPassword);
    else setProblem(answer.code);
  };
  return (
    <Card className="p-4 sm:p-6">
      <form onSubmit={submit} className="grid gap-4 sm:grid-cols-2" data-form="user">
        <div className="grid gap-1">
          <label htmlFor={`${id}-name`}>{t("users.name")}</label>
          <input
            id={`${id}-name`}
            className="field"
            required
            maxLength={80}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </div>
        <div className="grid gap-1">
          <label htmlFor={`${id}-email`}>{t("account.email")}</label>
          <input
            id={`${id}-email`}
            className="field"
            type="email"
            autoComplete="off"
            required
            maxLength={200}
            value={email}
            onChange={({ target }) => setEmail(target.value)}
          />
        </div>
        <RolePicker value={role} onChange={setRole} />
        <PersonPicker value={personId} people={people} onChange={setPersonId} />
        <div className="grid gap-3 sm:col-span-2">
          <ProblemWords code={problem} />
          <div className="flex flex-wrap gap-2">
            <button type="submit" className="button button-strong" disabled={busy}>
              {t("users.create")}
            </button>
            <button type="button" className="button" onClick={onCancel}>
              {t("account.cancel")}
            </button>
          </div>
        </div>
      </form>
    </Card>
  );
}
