"use client";
import { Card } from "@tremor/react";
import { useState } from "react";
import { useWords } from "../../use-words.ts";
import { askAuth } from "../auth-client.ts";
import { RefusalNote } from "../refusal-note.tsx";
import { TextField } from "../text-field.tsx";
import { useSubmit } from "../use-submit.ts";
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
  const [begun, setBegun] = useState<Begun | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [done, setDone] = useState<"turnedOn" | "turnedOff" | null>(null);

  const { busy, refusal, forget, submit } = useSubmit(
    () => askAuth<Begun>(`two-factor/${doing}`, { password }),
    {
      onDone: (value) => {
        begin(null);
        if (doing === "enable") setBegun(value);
        else if (doing === "generate-backup-codes") setCodes(value.backupCodes);
        else {
          setOn(false);
          setDone("turnedOff");
        }
      },
      onRefused: () => setPassword(""),
    },
  );
  const begin = (what: Doing | null) => {
    setDoing(what);
    setPassword("");
    forget();
    setCodes(null);
    setDone(null);
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
          <TextField
            type="password"
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
