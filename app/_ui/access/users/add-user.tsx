"use client";
import { Card } from "@tremor/react";
import { useState } from "react";
import type { Role } from "../../../../domain/access/rights.ts";
import { useWords } from "../../use-words.ts";
import { FormButtons } from "../form-buttons.tsx";
import { ProblemWords } from "../problem-words.tsx";
import { TextField } from "../text-field.tsx";
import { askApi } from "../use-access.ts";
import { useSubmit } from "../use-submit.ts";
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
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const [personId, setPersonId] = useState<string | null>(null);
  const { busy, refusal, submit } = useSubmit(
    () =>
      askApi<{ firstPassword: string }>("POST", "users", { email, name, role, personId, language: locale }),
    { onDone: ({ firstPassword }) => onMade(name, firstPassword) },
  );
  return (
    <Card className="p-4 sm:p-6">
      <form onSubmit={submit} className="grid gap-4 sm:grid-cols-2" data-form="user">
        <TextField label={t("users.name")} maxLength={80} value={name} onChange={setName} />
        <TextField
          label={t("account.email")}
          type="email"
          autoComplete="off"
          maxLength={200}
          value={email}
          onChange={setEmail}
        />
        <RolePicker value={role} onChange={setRole} />
        <PersonPicker value={personId} people={people} onChange={setPersonId} />
        <div className="grid gap-3 sm:col-span-2">
          <ProblemWords code={refusal?.code ?? null} />
          <FormButtons words={t("users.create")} disabled={busy} onCancel={onCancel} />
        </div>
      </form>
    </Card>
  );
}
