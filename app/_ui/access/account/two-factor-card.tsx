"use client";
import { Card } from "@tremor/react";
import { type FormEvent, useState } from "react";
import { useWords } from "../../use-words.ts";
import { askAuth, type Refusal } from "../auth-client.ts";
import { RefusalNote } from "../refusal-note.tsx";
import { SecretField } from "../secret-field.tsx";
import { BackupCodes } from "./backup-codes.tsx";
import { type Begun, TwoFactorSetup } from "./two-factor-setup.tsx";

/** Needs the password first: whoever finds an open screen must not change it. */
type Doing = "enable" | "disable" | "generate-backup-codes";

/** A code of one's phone beside the password. */
export function TwoFactorCard({ on: wasOn }: { on: boolean }) {
  const { t } = useWords();
  const [on, setOn] = useState(wasOn);
  const [doing, setDoing] = useState<Doing | null>(null);
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [begun, setBegun] = useState<Begun | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [done, setDone] = useState<"turnedOn" | "turnedOff" | null>(null);

  const begin = (what: Doing | null) => {
    setDoing(what);
    setPassword("");
    setRefusal(null);
    setCodes(null);
    setDone(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (doing === null) return;
    setBusy(true);
    const answer = await askAuth<Begun>(`two-factor/${doing}`, { password });
    setBusy(false);
    setPassword("");
    if (!answer.ok) return setRefusal(answer);
    begin(null);
    if (doing === "enable") setBegun(answer.value);
    else if (doing === "generate-backup-codes") setCodes(answer.value.backupCodes);
    else {
      setOn(false);
      setDone("turnedOff");
    }
  };

  return (
    <Card className="grid gap-4 p-4 sm:p-6" data-two-factor={on ? "on" : "off"}>
      <h2 className="text-xl font-semibold text-tremor-content-strong">
        {t("account.twoFactor")}{" "}
        <span className={on ? "text-desk-good" : "text-tremor-content"}>
          · {on && "✓ "}
          {t(on ? "account.on" : "account.off")}
        </span>
      </h2>
      <p className="text-tremor-content">{t("account.why")}</p>
      {done && (
        <p role="status" className="text-desk-good">
          ✓ {t(`account.${done}`)}
        </p>
      )}
      {begun !== null ? (
        <TwoFactorSetup
          begun={begun}
          onCancel={() => setBegun(null)}
          onDone={() => {
            setBegun(null);
            setOn(true);
            setDone("turnedOn");
          }}
        />
      ) : doing !== null ? (
        <form onSubmit={submit} className="grid max-w-md gap-3">
          <SecretField
            label={t("account.passwordFirst")}
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
          />
          <RefusalNote refusal={refusal} />
          <div className="flex flex-wrap gap-2">
            <button type="submit" className="button button-strong" disabled={busy}>
              {t(WORDS[doing])}
            </button>
            <button type="button" className="button" onClick={() => begin(null)}>
              {t("account.cancel")}
            </button>
          </div>
        </form>
      ) : (
        <div className="flex flex-wrap gap-2">
          {on ? (
            <>
              <button type="button" className="button" onClick={() => begin("generate-backup-codes")}>
                {t("account.newBackup")}
              </button>
              <button type="button" className="button" onClick={() => begin("disable")}>
                {t("account.turnOff")}
              </button>
            </>
          ) : (
            <button type="button" className="button button-strong" onClick={() => begin("enable")}>
              {t("account.turnOn")}
            </button>
          )}
        </div>
      )}
      {codes !== null && <BackupCodes words={t("account.newBackupDone")} codes={codes} />}
    </Card>
  );
}

const WORDS = {
  enable: "account.turnOn",
  disable: "account.turnOff",
  "generate-backup-codes": "account.newBackup",
} as const;
