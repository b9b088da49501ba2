"use client";
import { Card } from "@tremor/react";
import { useState } from "react";
import { PASSWORD_LENGTH } from "../../../../domain/access/password.ts";
import { useWords } from "../../use-words.ts";
import { askAuth } from "../auth-client.ts";
import { RefusalNote } from "../refusal-note.tsx";
import { TextField } from "../text-field.tsx";
import { useSubmit } from "../use-submit.ts";

/** @param first the password that somebody else gave is changed, and then one goes on */
export function PasswordCard({ first = false }: { first?: boolean }) {
  const { t } = useWords();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [changed, setChanged] = useState(false);
  const differ = again !== "" && again !== next;

  const { busy, refusal, submit } = useSubmit(
    () => {
      setChanged(false);
      return askAuth("change-password", {
        currentPassword: current,
        newPassword: next,
        revokeOtherSessions: true,
      });
    },
    {
      onDone: () => {
        if (first) return location.assign("/");
        setChanged(true);
        for (const clear of [setCurrent, setNext, setAgain]) clear("");
      },
      leaves: first,
    },
  );

  return (
    <Card className="p-4 sm:p-6">
      <form onSubmit={submit} className="grid max-w-md gap-3" data-form="password">
        <h2 className="text-xl font-semibold text-tremor-content-strong">{t("account.password")}</h2>
        <TextField
          type="password"
          label={t("account.current")}
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
        />
        <TextField
          type="password"
          label={t("account.next", { least: PASSWORD_LENGTH.least })}
          autoComplete="new-password"
          minLength={PASSWORD_LENGTH.least}
          maxLength={PASSWORD_LENGTH.most}
          value={next}
          onChange={setNext}
        />
        <TextField
          type="password"
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
