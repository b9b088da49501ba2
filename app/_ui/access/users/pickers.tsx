"use client";
import { useId } from "react";
import { ROLES, type Role } from "../../../../domain/access/rights.ts";
import { useWords } from "../../use-words.ts";
import type { PersonName } from "./types.ts";

/** What somebody may do, with what each choice means. */
export function RolePicker({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id}>{t("account.role")}</label>
      <select
        id={id}
        className="field"
        aria-describedby={`${id}-about`}
        value={value}
        onChange={({ target }) => onChange(target.value as Role)}
      >
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {t(`roles.${role}`)}
          </option>
        ))}
      </select>
      <p id={`${id}-about`} className="text-sm text-tremor-content">
        {t(`rolesAbout.${value}`)}
      </p>
    </div>
  );
}

interface PersonPickerProps {
  value: string | null;
  people: readonly PersonName[];
  onChange: (personId: string | null) => void;
}

/** Who somebody is on call: what they take stands under that name. */
export function PersonPicker({ value, people, onChange }: PersonPickerProps) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id}>{t("account.person")}</label>
      <select
        id={id}
        className="field"
        value={value ?? ""}
        onChange={({ target }) => onChange(target.value || null)}
      >
        <option value="">{t("users.noPerson")}</option>
        {people.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
          </option>
        ))}
      </select>
    </div>
  );
}
