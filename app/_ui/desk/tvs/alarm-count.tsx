"use client";
import { useEffect, useState } from "react";
import type { TvList } from "../../../../domain/wire/tvs.ts";
import { useWords } from "../../use-words.ts";
import { callApi } from "./call-api.ts";
import "./alarm-count.css";

/** How often every page of the desk asks how the televisions are, while somebody looks at it (ms). */
const ASK_MS = 10_000;

/** How many televisions need somebody, beside the way to them; nothing while all are well. */
export function TvAlarmCount() {
  const { t } = useWords();
  const [count, setCount] = useState(0);
  useEffect(() => {
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      const answer = await callApi<TvList>("GET", "/tvs");
      // What cannot be asked now was so a moment ago.
      if (answer.ok) setCount(answer.body.tvs.filter(({ alarm }) => alarm !== null).length);
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_MS);
    return () => clearInterval(timer);
  }, []);
  if (count === 0) return null;
  const words = t("tvs.wrong", { count });
  return (
    <span className="tv-alarm-count" title={words} data-tv-alarms={count}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M10 1 19.5 18.5H.5z" />
      </svg>
      {count}
      <span className="sr-only">{words}</span>
    </span>
  );
}
