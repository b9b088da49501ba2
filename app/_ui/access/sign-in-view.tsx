"use client";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { Lamps } from "../desk/lamps.tsx";
import { useWords } from "../use-words.ts";
import { BoardSketch } from "./board-sketch.tsx";
import { CodeForm } from "./code-form.tsx";
import { PasswordForm, type ShownSignIn } from "./password-form.tsx";

interface SignInViewProps {
  /** A path of this site. */
  next: string;
  /** Whether somebody came from a page that asks for it. */
  sent: boolean;
  /** What to type where everybody may know it. */
  shown: ShownSignIn | null;
}

/** Says who one is: by email and password, then by a code where one has chosen so. */
export function SignInView({ next, sent, shown }: SignInViewProps) {
  const { t, locale } = useWords();
  const [step, setStep] = useState<"password" | "code">("password");
  const query = new URLSearchParams(useSearchParams());
  query.set("lang", locale === "en" ? "zh-CN" : "en");
  const onIn = () => location.assign(next);
  return (
    <main className="sign-in" data-step={step}>
      <section className="sign-in-brand">
        <div className="sign-in-name">
          <Lamps />
          <b>{t("app.name")}</b>
        </div>
        <p className="sign-in-promise">{t("desk.promise")}</p>
        <BoardSketch />
      </section>
      <section className="sign-in-side">
        <div className="sign-in-card">
          {step === "password" ? (
            <PasswordForm sent={sent} shown={shown} onIn={onIn} onCode={() => setStep("code")} />
          ) : (
            <CodeForm onIn={onIn} onBack={() => setStep("password")} />
          )}
          <noscript>
            <p className="sign-in-refused">{t("signIn.scripts")}</p>
          </noscript>
        </div>
        <p className="sign-in-foot">
          <a href={`?${query}`} hrefLang={locale === "en" ? "zh-CN" : "en"}>
            {t("desk.otherLanguage")}
          </a>
        </p>
      </section>
    </main>
  );
}
