"use client";
import { Card } from "@tremor/react";
import { useId, useState } from "react";
import { KEY_SCOPES } from "../../../../domain/access/bodies.ts";
import { useWords } from "../../use-words.ts";
import { FormButtons } from "../form-buttons.tsx";
import { ProblemWords } from "../problem-words.tsx";
import { TextField } from "../text-field.tsx";
import { askApi } from "../use-access.ts";
import { useSubmit } from "../use-submit.ts";
import { useScopeName } from "./scope-name.ts";

type Scope = (typeof KEY_SCOPES)[number];

/** Days until a new key ends; null: it does not. */
const ENDS = [30, 90, 365, null] as const;

interface AddKeyProps {
  /** The key in plain is shown once. */
  onMade: (name: string, plain: string) => void;
  onCancel: () => void;
}

/** A new key that may do no more than what is ticked. */
export function AddKey({ onMade, onCancel }: AddKeyProps) {
  const { t } = useWords();
  const id = useId();
  const scopeName = useScopeName();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["events:write"]);
  const [days, setDays] = useState<number | null>(365);
  const toggle = (scope: Scope) =>
    setScopes(scopes.includes(scope) ? scopes.filter((one) => one !== scope) : [...scopes, scope]);
  const { busy, refusal, submit } = useSubmit(
    () => askApi<{ plain: string }>("POST", "keys", { name, scopes, expiresInDays: days }),
    { onDone: ({ plain }) => onMade(name, plain) },
  );
  return (
    <Card className="p-4 sm:p-6">
      <form onSubmit={submit} className="grid gap-4" data-form="key">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label={t("keys.name")} maxLength={80} value={name} onChange={setName} />
          <div className="grid content-start gap-1">
            <label htmlFor={id}>{t("keys.end")}</label>
            <select
              id={id}
              className="field"
              value={days ?? ""}
              onChange={({ target }) => setDays(target.value === "" ? null : Number(target.value))}
            >
              {ENDS.map((end) => (
                <option key={end ?? "none"} value={end ?? ""}>
                  {end === null ? t("keys.noEnd") : t("keys.days", { count: end })}
                </option>
              ))}
            </select>
          </div>
        </div>
        <fieldset>
          <legend className="mb-2">{t("keys.may")}</legend>
          <div className="grid gap-x-6 gap-y-1 sm:grid-cols-3">
            {KEY_SCOPES.map((scope) => (
              <label key={scope} className="flex min-h-11 items-center gap-3">
                <input
                  type="checkbox"
                  className="tick"
                  checked={scopes.includes(scope)}
                  onChange={() => toggle(scope)}
                />
                <span>
                  {scopeName(scope)} <code className="text-sm text-tremor-content">{scope}</code>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <ProblemWords code={refusal?.code ?? null} />
        <FormButtons words={t("keys.create")} disabled={busy || scopes.length === 0} onCancel={onCancel} />
      </form>
    </Card>
  );
}
