"use client";
import { useContext } from "react";
import { HEAT_COLUMNS, SCREEN_KINDS, WINDOW_HOURS } from "../../../../domain/screens/types.ts";
import { useWords } from "../../use-words.ts";
import { CHOICES, type DraftEntry } from "./draft.ts";
import { LanePicker } from "./lane-picker.tsx";
import { NodesContext, useNodeNames } from "./node-names.tsx";
import { SecondsField } from "./seconds-field.tsx";

interface EntryFieldsProps {
  entry: DraftEntry;
  /** From 0. */
  at: number;
  last: boolean;
  wrong: boolean;
  onChange: (entry: DraftEntry) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** One screen of a playlist: what, for how long, and what of it. */
export function EntryFields({ entry, at, last, wrong, onChange, onMove, onRemove }: EntryFieldsProps) {
  const { t } = useWords();
  const nodes = useContext(NodesContext);
  const nodeName = useNodeNames();
  const choices = CHOICES[entry.screen];
  const set = (patch: Partial<DraftEntry>) => onChange({ ...entry, ...patch });
  return (
    <li className="tv-entry" data-entry={at}>
      <div className="tv-entry-head">
        <b className="tv-entry-number">{at + 1}</b>
        <label className="tv-inline">
          <span className="sr-only">{t("tvs.list.screen")}</span>
          <select
            className="field"
            value={entry.screen}
            onChange={({ target }) => set({ screen: target.value as DraftEntry["screen"] })}
          >
            {SCREEN_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`tvs.screens.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        <SecondsField
          after={t("tvs.list.seconds")}
          seconds={entry.seconds}
          wrong={wrong}
          onChange={(seconds) => set({ seconds })}
        />
        <span className="tv-entry-buttons">
          <SmallButton sign="↑" words={t("tvs.list.up")} disabled={at === 0} onPress={() => onMove(-1)} />
          <SmallButton sign="↓" words={t("tvs.list.down")} disabled={last} onPress={() => onMove(1)} />
          <SmallButton sign="✕" words={t("tvs.list.remove")} onPress={onRemove} />
        </span>
      </div>
      {wrong && <p className="tv-refused">{t("tvs.list.wrong.seconds")}</p>}
      <div className="tv-entry-choices">
        {choices.includes("node") && (
          <label className="tv-inline">
            {t("tvs.list.node")}
            <select
              className="field"
              value={entry.node ?? ""}
              onChange={({ target }) => set({ node: target.value || undefined })}
            >
              <option value="">{t("tvs.list.worst")}</option>
              {nodes.map(({ key }) => (
                <option key={key} value={key}>
                  {nodeName(key)}
                </option>
              ))}
            </select>
          </label>
        )}
        {choices.includes("window") && (
          <label className="tv-inline">
            {t("tvs.list.window")}
            <select
              className="field"
              value={entry.windowHours}
              onChange={({ target }) =>
                set({ windowHours: Number(target.value) as DraftEntry["windowHours"] })
              }
            >
              {WINDOW_HOURS.map((hours) => (
                <option key={hours} value={hours}>
                  {t("tvs.list.hours", { hours })}
                </option>
              ))}
            </select>
          </label>
        )}
        {choices.includes("columns") && (
          <label className="tv-inline">
            {t("tvs.list.columns")}
            <select
              className="field"
              value={entry.columns}
              onChange={({ target }) => set({ columns: target.value as DraftEntry["columns"] })}
            >
              {HEAT_COLUMNS.map((column) => (
                <option key={column} value={column}>
                  {t(`tvs.list.columnsOf.${column}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        <LanePicker lanes={entry.lanes} onChange={(lanes) => set({ lanes })} />
      </div>
    </li>
  );
}

interface SmallButtonProps {
  sign: string;
  words: string;
  disabled?: boolean;
  onPress: () => void;
}

function SmallButton({ sign, words, disabled, onPress }: SmallButtonProps) {
  return (
    <button
      type="button"
      className="button tv-small"
      aria-label={words}
      title={words}
      disabled={disabled}
      onClick={onPress}
    >
      {sign}
    </button>
  );
}
