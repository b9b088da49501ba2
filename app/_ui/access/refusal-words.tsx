"use client";
import { useEffect, useRef, useState } from "react";
import { useWords } from "../use-words.ts";
import type { Refusal } from "./auth-client.ts";

/** What sign-in has words of its own for; whatever else it refuses, it failed. */
const KNOWN = [
  "wrong-password",
  "wrong-code",
  "sign-in-over",
  "too-many-codes",
  "second-factor-locked",
  "second-factor-on",
  "address-locked",
  "account-disabled",
  "too-many-requests",
  "invalid",
  "offline",
] as const;

interface RefusalWordsProps {
  refusal: Refusal;
  id?: string;
  /** When a wait is over. */
  onWaited?: () => void;
}

/** Why it was refused, in one line, and how long to wait where one has to. */
export function RefusalWords({ refusal, id, onWaited }: RefusalWordsProps) {
  const { t, spokenAge } = useWords();
  const leftS = useCountdown(refusal, onWaited);
  const code = KNOWN.find((known) => known === refusal.code) ?? "failed";
  const wait = leftS === null ? "" : t("signIn.wait", { age: spokenAge(leftS * 1_000) });
  return (
    <p className="sign-in-refused" role="alert" id={id} data-refused={code}>
      {t(`signIn.refused.${code}`)}
      {/* Spoken once, not every second. */}
      <span aria-live="off">{wait}</span>
    </p>
  );
}

function useCountdown(refusal: Refusal, onWaited: (() => void) | undefined): number | null {
  const [leftS, setLeftS] = useState(refusal.retryAfterS);
  // The callback is made anew with every keystroke: a wait must not start anew with it.
  const waited = useRef(onWaited);
  waited.current = onWaited;
  useEffect(() => {
    setLeftS(refusal.retryAfterS);
    if (refusal.retryAfterS === null) return;
    const endsAt = performance.now() + refusal.retryAfterS * 1_000;
    const timer = setInterval(() => {
      const left = Math.ceil((endsAt - performance.now()) / 1_000);
      setLeftS(Math.max(0, left));
      if (left <= 0) {
        clearInterval(timer);
        waited.current?.();
      }
    }, 1_000);
    return () => clearInterval(timer);
  }, [refusal]);
  return leftS;
}
