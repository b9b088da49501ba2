"use client";
import { SCREEN_SECONDS } from "../../../../domain/screens/types.ts";

interface SecondsFieldProps {
  /** NaN while nothing is typed. */
  seconds: number;
  wrong: boolean;
  /** Its label stands on one side of it. */
  before?: string;
  after?: string;
  onChange: (seconds: number) => void;
}

/** How long a screen stays. */
export function SecondsField({ seconds, wrong, before, after, onChange }: SecondsFieldProps) {
  return (
    <label className="tv-inline">
      {before}
      <input
        type="number"
        className="field tv-number"
        inputMode="numeric"
        min={SCREEN_SECONDS.least}
        max={SCREEN_SECONDS.most}
        aria-invalid={wrong}
        value={Number.isNaN(seconds) ? "" : seconds}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
      {after}
    </label>
  );
}
