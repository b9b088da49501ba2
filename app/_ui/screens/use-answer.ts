"use client";
import { useEffect, useRef, useState } from "react";
import { type Asker, createAsker, type Get } from "./asker.ts";

/** What the API last said. `failing` while the newest question got no answer; what was known stays. */
export interface Answer<T> {
  data: T | null;
  failing: boolean;
}

interface Question<T> {
  /** What is asked about: another subject drops the answer to the one before. */
  subject: string;
  /** Another value asks anew, and keeps what is known meanwhile. */
  news?: string;
  /** @throws when the answer is not of the shape that this version knows */
  ask(get: Get): Promise<T>;
}

/** Asks the API now, with every news and every half minute while the screen is up, one question at a time. */
export function useAnswer<T>({ subject, news, ask }: Question<T>): Answer<T> {
  const [kept, keep] = useState<Answer<T> & { subject: string }>({ data: null, failing: false, subject });
  const question = useRef(ask);
  question.current = ask;
  const asker = useRef<Asker | null>(null);
  useEffect(() => {
    const created = createAsker<T>(
      (get) => question.current(get),
      (data) => {
        if (data !== null) keep({ data, failing: false, subject });
        else
          keep((before) => ({
            data: before.subject === subject ? before.data : null,
            failing: true,
            subject,
          }));
      },
    );
    asker.current = created;
    return () => created.end();
  }, [subject]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: neither is read, another value of either only asks at once
  useEffect(() => asker.current?.ask(), [subject, news]);
  return kept.subject === subject ? kept : { data: null, failing: false };
}
