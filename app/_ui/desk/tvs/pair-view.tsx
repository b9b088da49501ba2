"use client";
import { useEffect, useRef, useState } from "react";
import type { Paired, PlaylistRow } from "../../../../domain/wire/tvs.ts";
import { useWords } from "../../use-words.ts";
import { AllowForm, type Waiting } from "./allow-form.tsx";
import { remoteHref, tvsHref } from "./links.ts";
import { RefusedWords } from "./refused-words.tsx";
import { useCalls } from "./use-calls.ts";
import "./tvs.css";

type Step =
  | { kind: "enter" }
  | { kind: "check"; waiting: Waiting }
  | { kind: "allowed"; tv: Paired }
  | { kind: "denied" };

interface PairViewProps {
  playlists: PlaylistRow[];
  /** As the QR code brought it; "": to be typed. */
  code: string;
  tvUrl: string;
}

/** Lets a television in: its code, what it will be allowed, a name and a playlist. */
export function PairView({ playlists, code: brought, tvUrl }: PairViewProps) {
  const { t, locale } = useWords();
  const calls = useCalls();
  const [code, setCode] = useState(brought);
  const [step, setStep] = useState<Step>({ kind: "enter" });
  const find = async (userCode: string) => {
    const answer = await calls.call<Waiting>("POST", "/pairings/find", { userCode });
    if (answer.ok) setStep({ kind: "check", waiting: answer.body });
  };
  const looked = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a code that was brought is looked up once
  useEffect(() => {
    if (brought === "" || looked.current) return;
    looked.current = true;
    void find(brought);
  }, []);
  const again = () => {
    calls.forget();
    setCode("");
    setStep({ kind: "enter" });
  };
  return (
    <main className="tv-narrow" data-page="pair">
      <a className="font-semibold underline" href={tvsHref(locale)}>
        {t("tvs.backToTvs")}
      </a>
      <h1 className="text-3xl font-bold text-tremor-content-strong">{t("tvs.pair.title")}</h1>
      {step.kind === "enter" && (
        <form
          className="tv-panel"
          onSubmit={(event) => {
            event.preventDefault();
            void find(code);
          }}
        >
          <label className="grid gap-2 text-lg font-semibold text-tremor-content-strong">
            {t("tvs.pair.enter")}
            <input
              className="field tv-code-field"
              value={code}
              required
              maxLength={20}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              placeholder="XXXX-XXXX"
              onChange={({ target }) => setCode(target.value.toUpperCase())}
            />
          </label>
          <p className="text-tremor-content">{t("tvs.pair.enterHint", { url: tvUrl })}</p>
          <button type="submit" className="button button-strong tv-wide" disabled={calls.busy}>
            {t("tvs.pair.find")}
          </button>
        </form>
      )}
      {step.kind === "check" && (
        <AllowForm
          waiting={step.waiting}
          playlists={playlists}
          calls={calls}
          onAllowed={(tv) => setStep({ kind: "allowed", tv })}
          onDenied={() => setStep({ kind: "denied" })}
          onOther={again}
        />
      )}
      {(step.kind === "allowed" || step.kind === "denied") && (
        <section className="tv-panel" role="status" data-state={step.kind}>
          <p className="text-xl font-semibold text-tremor-content-strong">
            {step.kind === "allowed" ? t("tvs.pair.allowed", { name: step.tv.name }) : t("tvs.pair.denied")}
          </p>
          <div className="tv-buttons">
            {step.kind === "allowed" && (
              <a className="button tv-link-button tv-link-strong" href={remoteHref(step.tv.id, locale)}>
                {t("tvs.remote")}
              </a>
            )}
            <button type="button" className="button" onClick={again}>
              {t("tvs.pair.another")}
            </button>
          </div>
        </section>
      )}
      <RefusedWords words={calls.refused} />
    </main>
  );
}
