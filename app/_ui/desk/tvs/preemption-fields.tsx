"use client";
import type { Preemption } from "../../../../domain/screens/types.ts";
import { useWords } from "../../use-words.ts";
import { NEW_PREEMPTION } from "./draft.ts";
import { LanePicker } from "./lane-picker.tsx";
import { SecondsField } from "./seconds-field.tsx";

const SCREENS = ["board", "node", "escalations"] as const;
const SEVERITIES = [1, 2, 3] as const;

interface PreemptionFieldsProps {
  value: Preemption | null;
  /** Paths of fields that are not right, without `preemption.`. */
  wrong: readonly string[];
  onChange: (preemption: Preemption | null) => void;
}

/** Whether a new red comes before the playlist, and how. */
export function PreemptionFields({ value, wrong, onChange }: PreemptionFieldsProps) {
  const { t } = useWords();
  const set = (patch: Partial<Preemption>) => value && onChange({ ...value, ...patch });
  return (
    <fieldset className="grid gap-3" data-preemption>
      <label className="tv-tick font-semibold text-tremor-content-strong">
        <input
          type="checkbox"
          className="tick"
          checked={value !== null}
          onChange={({ target }) => onChange(target.checked ? NEW_PREEMPTION : null)}
        />
        {t("tvs.list.preempt")}
      </label>
      <p className="text-tremor-content">{t("tvs.list.preemptHint")}</p>
      {value && (
        <>
          <LanePicker lanes={value.lanes} onChange={(lanes) => set({ lanes })} />
          <div className="flex flex-wrap gap-4">
            <label className="tv-inline">
              {t("tvs.list.preemptScreen")}
              <select
                className="field"
                value={value.screen}
                onChange={({ target }) => set({ screen: target.value as Preemption["screen"] })}
              >
                {SCREENS.map((screen) => (
                  <option key={screen} value={screen}>
                    {t(`tvs.screens.${screen}`)}
                  </option>
                ))}
              </select>
            </label>
            <SecondsField
              before={t("tvs.list.hold")}
              seconds={value.holdSeconds}
              wrong={wrong.includes("holdSeconds")}
              onChange={(holdSeconds) => set({ holdSeconds })}
            />
          </div>
          {wrong.includes("holdSeconds") && <p className="tv-refused">{t("tvs.list.wrong.seconds")}</p>}
          <div className="flex flex-wrap gap-x-5 gap-y-2">
            <span>{t("tvs.list.severities")}</span>
            {SEVERITIES.map((severity) => (
              <label key={severity} className="tv-tick">
                <input
                  type="checkbox"
                  className="tick"
                  checked={value.severities.includes(severity)}
                  onChange={({ target }) =>
                    set({
                      severities: SEVERITIES.filter((one) =>
                        one === severity ? target.checked : value.severities.includes(one),
                      ),
                    })
                  }
                />
                {t(`tvs.list.severity.${severity}`)}
              </label>
            ))}
          </div>
          {wrong.includes("severities") && <p className="tv-refused">{t("tvs.list.wrong.severities")}</p>}
        </>
      )}
    </fieldset>
  );
}
