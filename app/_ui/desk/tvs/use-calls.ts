"use client";
import { useState } from "react";
import { useWords } from "../../use-words.ts";
import { type Answer, callApi } from "./call-api.ts";

const S_PER_MINUTE = 60;

/** Runs one call at a time, and keeps in words why the last one was refused. */
export function useCalls() {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const call = async <T>(method: string, path: string, body?: object): Promise<Answer<T>> => {
    setBusy(true);
    setRefused(null);
    const answer = await callApi<T>(method, path, body);
    setBusy(false);
    if (!answer.ok) {
      const key = `tvs.refused.${answer.code}`;
      const minutes = Math.max(1, Math.ceil(answer.retryAfterS / S_PER_MINUTE));
      setRefused(t.has(key) ? t(key, { minutes }) : t("tvs.refused.other"));
    }
    return answer;
  };
  return { busy, refused, call, forget: () => setRefused(null) };
}

export type Calls = ReturnType<typeof useCalls>;
