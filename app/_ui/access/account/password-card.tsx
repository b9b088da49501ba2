"use client";
import { Card } from "@tremor/react";
import { type FormEvent, useState } from "react";
import { PASSWORD_LENGTH } from "../../../../domain/access/password.ts";
import { useWords } from "../../use-words.ts";
import { askAuth, type Refusal } from "../auth-client.ts";
import { RefusalNote } from "../refusal-note.tsx";
import { SecretField } from "../secret-field.tsx";

/** @param first the password that somebody else gave is changed, and then one goes on */
export function PasswordCard({ first = false }: { first?: boolean }) {
  const { t } = useWords();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [changed, setChanged] = useState(false);
  const differ = again !== "" && again !== next;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (next !== again) return;
    setBusy(true);
    setRefusal(null);
    setChanged(false);
    const answer = await askAuth("change-password", {
      currentPassword: current,
      newPassword: next,
      revokeOtherSessions: true,
    });
    setBusy(false);
    if (!answer.ok) return setRefusal(answer);
    if (first) return location.assign("/");
    setChanged(true);
    for (const clear of [setCurrent, setNext, setAgain]) clear("");
  };

  return (
    <Card className="p-4 sm:p-6">
      <form onSubmit={submit} className="grid max-w-md gap-3" data-form="password">
        <h2 className="text-xl font-semibold text-tremor-content-strong">{t("account.password")}</h2>
        <SecretField
          label={t("account.current")}
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
        />
        <SecretField
          label={t("account.next", { least: PASSWORD_LENGTH.least })}
          autoComplete="new-password"
          minLength={PASSWORD_LENGTH.least}
          maxLength={PASSWORD_LENGTH.most}
          value={next}
          onChange={setNext}
        />
        <SecretField
          label={t("account.again")}
          autoComplete="new-password"
          maxLength={PASSWORD_LENGTH.most}
          value={again}
          onChange={setAgain}
        />
        {differ && <p className="text-desk-warn">{t("account.differ")}</p>}
        <RefusalNote refusal={refusal} />
        {changed && (
          <p role="status" className="text-desk-good" data-done="password">
            ✓ {t("account.changed")}
          </p>
        )}
        <button type="submit" className="button button-strong" disabled={busy || differ}>
          {t("account.change")}
        </button>
      </form>
    </Card>
  );
}
