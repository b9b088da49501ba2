"use client";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useWords } from "../use-words.ts";
import { askAuth } from "./auth-client.ts";
import { RefusalWords } from "./refusal-words.tsx";
import { useSubmit } from "./use-submit.ts";

/** What an authenticator app shows. */
const DIGITS = 6;

interface CodeFormProps {
  onIn: () => void;
  onBack: () => void;
}

/** The second step: a code of the authenticator app, or one of the backup codes. */
export function CodeForm({ onIn, onBack }: CodeFormProps) {
  const { t } = useWords();
  const id = useId();
  const [kind, setKind] = useState<"totp" | "backup">("totp");
  const [code, setCode] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const path = kind === "totp" ? "two-factor/verify-totp" : "two-factor/verify-backup-code";
  const { busy, refusal, forget, send } = useSubmit((text?: string) => askAuth(path, { code: text }), {
    onDone: onIn,
    onRefused: () => {
      setCode("");
      field.current?.focus();
    },
    leaves: true,
  });
  const waits = refusal !== null && refusal.retryAfterS !== null;
  const write = (text: string) => {
    if (kind === "backup") return setCode(text.trim());
    const digits = text.replace(/\D/g, "").slice(0, DIGITS);
    setCode(digits);
    if (digits.length === DIGITS && !busy && !waits) void send(digits);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code !== "" && !busy && !waits) void send(code);
  };

  return (
    <form onSubmit={submit} className="sign-in-form">
      <h1>{t("signIn.secondStep")}</h1>
      <label htmlFor={id}>{t(kind === "totp" ? "signIn.code" : "signIn.backupCode")}</label>
      <input
        ref={field}
        id={id}
        name="code"
        className="sign-in-code"
        data-kind={kind}
        inputMode={kind === "totp" ? "numeric" : "text"}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={kind === "totp" ? DIGITS + 1 : 40}
        required
        value={code}
        onChange={({ target }) => write(target.value)}
      />
      {refusal && <RefusalWords id={`${id}-refused`} refusal={refusal} onWaited={forget} />}
      <button type="submit" className="sign-in-go" disabled={busy || waits}>
        {t(busy ? "signIn.going" : "signIn.confirm")}
      </button>
      <div className="sign-in-others">
        <button
          type="button"
          onClick={() => {
            setKind(kind === "totp" ? "backup" : "totp");
            setCode("");
            forget();
          }}
        >
          {t(kind === "totp" ? "signIn.useBackup" : "signIn.useApp")}
        </button>
        <button type="button" onClick={onBack}>
          {t("signIn.back")}
        </button>
      </div>
    </form>
  );
}
