"use client";
import { useEffect, useRef, useState } from "react";

/** How often a screen asks anew, and how soon after a question that failed, in ms. */
const ASK_EVERY_MS = 30_000;
const ASK_AGAIN_MS = 5_000;
/** A question that takes longer is given up. */
const TIMEOUT_MS = 20_000;

/** What the API last said. `failing` while the newest question got no answer; what was known stays. */
export interface Answer<T> {
  data: T | null;
  failing: boolean;
}

/** Fetches a path of the API and parses its answer. */
export type Get = (path: string) => Promise<unknown>;

interface Question<T> {
  /** What is asked about: another subject drops the answer to the one before. */
  subject: string;
  /** Another value asks at once, and keeps what is known meanwhile. */
  news?: string;
  /** @throws when the answer is not of the shape that this version knows */
  ask(get: Get): Promise<T>;
}

/** Asks the API now and every half minute while the screen is up, one question at a time. */
export function useAnswer<T>({ subject, news, ask }: Question<T>): Answer<T> {
  const [kept, keep] = useState<Answer<T> & { subject: string }>({ data: null, failing: false, subject });
  const question = useRef(ask);
  question.current = ask;
  // biome-ignore lint/correctness/useExhaustiveDependencies: news is not read, it only asks at once
  useEffect(() => {
    const ended = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const askNow = async () => {
      // Browsers of older televisions know no AbortSignal.any.
      const asked = new AbortController();
      ended.signal.addEventListener("abort", () => asked.abort(), { signal: asked.signal });
      const late = setTimeout(() => asked.abort(), TIMEOUT_MS);
      const data = await question.current((path) => read(path, asked.signal)).catch(() => null);
      clearTimeout(late);
      // Takes its listener away, too.
      asked.abort();
      if (ended.signal.aborted) return;
      if (data !== null) keep({ data, failing: false, subject });
      else
        keep((before) => ({ data: before.subject === subject ? before.data : null, failing: true, subject }));
      timer = setTimeout(askNow, data === null ? ASK_AGAIN_MS : ASK_EVERY_MS);
    };
    void askNow();
    return () => {
      ended.abort();
      clearTimeout(timer);
    };
  }, [subject, news]);
  return kept.subject === subject ? kept : { data: null, failing: false };
}

async function read(path: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(path, { signal });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}
