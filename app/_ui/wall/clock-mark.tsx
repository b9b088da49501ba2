"use client";
import { useWords } from "../use-words.ts";
import { freshWords } from "./freshness.tsx";

const MINUTE_MS = 60_000;

/** Says over the whole screen that its own clock is wrong, and that what it shows goes by the server's. */
export function ClockMark({ ageMs, skewMs }: { ageMs: number; skewMs: number }) {
  const words = useWords();
  const offMs = Math.abs(skewMs);
  // In whole minutes: a clock that runs away by seconds must not draw the eye.
  const by = words.spokenAge(offMs < MINUTE_MS ? offMs : Math.round(offMs / MINUTE_MS) * MINUTE_MS);
  return (
    <div className="band band-clock" role="alert" data-skew={skewMs > 0 ? "ahead" : "behind"}>
      <svg className="clock-sign" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
        <path d="M50 8a42 42 0 1 1 0 84a42 42 0 1 1 0-84zM50 26v26l18 12" />
      </svg>
      <p>
        {words.t(skewMs > 0 ? "mark.clockAhead" : "mark.clockBehind", {
          by,
          fresh: freshWords(ageMs, words),
        })}
      </p>
    </div>
  );
}
