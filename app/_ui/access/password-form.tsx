"use client";
import { useId, useState } from "react";
import { useWords } from "../use-words.ts";
import { askAuth } from "./auth-client.ts";
import { RefusalWords } from "./refusal-words.tsx";
import { useSubmit } from "./use-submit.ts";

/** What to type into a demo, whose data is invented. */
export interface ShownSignIn {
  email: string;
  password: string;
}

interface PasswordFormProps {
  sent: boolean;
  shown: ShownSignIn | null;
  onIn: () => void;
  /** The password was right, and a code is asked for. */
  onCode: () => void;
}

export function PasswordForm({ sent, shown, onIn, onCode }: PasswordFormProps) {
  const { t } = useWords();
  const id = useId();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [seen, setSeen] = useState(false);
  const { busy, refusal, forget, submit } = useSubmit(
    () => askAuth<{ twoFactorRedirect?: boolean }>("sign-in/email", { email: email.trim(), password }),
    { onDone: (told) => (told?.twoFactorRedirect ? onCode() : onIn()), leaves: true },
  );

  return (
    <form onSubmit={submit} className="sign-in-form" aria-describedby={refusal ? `${id}-refused` : undefined}>
      <h1>{t("signIn.title")}</h1>
      {sent && !refusal && <p className="sign-in-hint">{t("signIn.sent")}</p>}
      <label htmlFor={`${id}-email`}>{t("signIn.email")}</label>
      <input
        id={`${id}-email`}
        type="email"
        name="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        maxLength={200}
        value={email}
        onChange={({ target }) => setEmail(target.value)}
      />
      <label htmlFor={`${id}-password`}>{t("signIn.password")}</label>
      <div className="sign-in-secret">
        <input
          id={`${id}-password`}
          type={seen ? "text" : "password"}
          name="password"
          autoComplete="current-password"
          required
          maxLength={200}
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
        <button type="button" aria-pressed={seen} onClick={() => setSeen(!seen)}>
          {t(seen ? "signIn.hide" : "signIn.show")}
        </button>
      </div>
      {refusal && <RefusalWords id={`${id}-refused`} refusal={refusal} onWaited={forget} />}
      <button type="submit" className="sign-in-go" disabled={busy || refusal?.retryAfterS != null}>
        {t(busy ? "signIn.going" : "signIn.go")}
      </button>
      {shown ? (
        <div className="sign-in-demo" data-demo>
          <p>{t("signIn.demo")}</p>
          <dl>
            <dt>{t("signIn.email")}</dt>
            <dd>{shown.email}</dd>
            <dt>{t("signIn.password")}</dt>
            <dd>{shown.password}</dd>
          </dl>
          <button
            type="button"
            onClick={() => {
              setEmail(shown.email);
              setPassword(shown.password);
            }}
          >
            {t("signIn.fillIn")}
          </button>
        </div>
      ) : (
        <p className="sign-in-hint">{t("signIn.forgotten")}</p>
      )}
    </form>
  );
}
