"use client";
import { useId, useState } from "react";
import { useWords } from "../../use-words.ts";
import { askAuth } from "../auth-client.ts";
import { FormButtons } from "../form-buttons.tsx";
import { QrCode } from "../qr-code.tsx";
import { RefusalNote } from "../refusal-note.tsx";
import { useSubmit } from "../use-submit.ts";
import { BackupCodes } from "./backup-codes.tsx";

/** What is shown this once. */
export interface Begun {
  /** otpauth:// */
  totpURI: string;
  backupCodes: string[];
}

interface TwoFactorSetupProps {
  begun: Begun;
  onDone: () => void;
  onCancel: () => void;
}

const DIGITS = 6;

/** Scan, write down, and prove that it works: until then it is not on, so that nobody locks themselves out. */
export function TwoFactorSetup({ begun, onDone, onCancel }: TwoFactorSetupProps) {
  const { t } = useWords();
  const id = useId();
  const [code, setCode] = useState("");
  const secret = new URL(begun.totpURI).searchParams.get("secret") ?? "";
  const { busy, refusal, submit } = useSubmit(() => askAuth("two-factor/verify-totp", { code }), {
    onDone,
    onRefused: () => setCode(""),
  });
  return (
    <form onSubmit={submit} className="grid gap-5" data-form="two-factor">
      <div className="grid gap-4 sm:grid-cols-[auto_minmax(0,1fr)]">
        <QrCode text={begun.totpURI} label={t("account.scan")} />
        <div className="grid content-start gap-2">
          <p className="text-tremor-content-strong">1. {t("account.scan")}</p>
          <p className="text-tremor-content">{t("account.orType")}</p>
          <code className="break-all text-tremor-content-strong" data-secret>
            {secret.match(/.{1,4}/g)?.join(" ")}
          </code>
        </div>
      </div>
      <BackupCodes words={`2. ${t("account.backup")}`} codes={begun.backupCodes} />
      <div className="grid max-w-md gap-2">
        <label htmlFor={id} className="text-tremor-content-strong">
          3. {t("account.codeNow")}
        </label>
        <input
          id={id}
          className="field w-48 text-center font-semibold tracking-[0.3em]"
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9]{6}"
          maxLength={DIGITS}
          required
          value={code}
          onChange={({ target }) => setCode(target.value.replace(/\D/g, ""))}
        />
        <RefusalNote refusal={refusal} />
        <FormButtons
          words={t("account.finish")}
          disabled={busy || code.length !== DIGITS || refusal?.retryAfterS != null}
          onCancel={onCancel}
        />
      </div>
    </form>
  );
}
