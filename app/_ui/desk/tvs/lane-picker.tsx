"use client";
import { LANES, type Lane } from "../../../../domain/settings/types.ts";
import { useWords } from "../../use-words.ts";

interface LanePickerProps {
  /** None chosen is all. */
  lanes: readonly Lane[];
  onChange: (lanes: Lane[]) => void;
}

/** Which lanes a screen shows. */
export function LanePicker({ lanes, onChange }: LanePickerProps) {
  const { t } = useWords();
  const chip = (key: string, on: boolean, words: string, next: Lane[]) => (
    <button
      key={key}
      type="button"
      className={on ? "chip chip-on" : "chip"}
      aria-pressed={on}
      onClick={() => onChange(next)}
    >
      {words}
    </button>
  );
  return (
    <fieldset className="tv-lanes">
      <legend className="sr-only">{t("tvs.list.lanes")}</legend>
      {chip("all", lanes.length === 0, t("tvs.list.allLanes"), [])}
      {LANES.map((lane) => {
        const on = lanes.includes(lane);
        const next = LANES.filter((one) => (one === lane ? !on : lanes.includes(one)));
        return chip(lane, on, t(`lanes.${lane}`), next.length === LANES.length ? [] : next);
      })}
    </fieldset>
  );
}
