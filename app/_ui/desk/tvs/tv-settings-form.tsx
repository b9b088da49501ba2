"use client";
import { useId, useState } from "react";
import type { TvSettings } from "../../../../domain/screens/types.ts";
import type { TvRow } from "../../../../domain/wire/tvs.ts";
import { useWords } from "../../use-words.ts";
import { HoursFields } from "./hours-fields.tsx";

/** What a form begins with where nothing was set: the night. */
const NIGHT = { fromMinute: 22 * 60, toMinute: 7 * 60 };
const DIM_PERCENT = 40;

interface TvSettingsFormProps {
  tv: TvRow;
  busy: boolean;
  onSave: (patch: { name: string; settings: TvSettings }) => void;
  onCancel: () => void;
}

/** A television's name, and what it does its own way. */
export function TvSettingsForm({ tv, busy, onSave, onCancel }: TvSettingsFormProps) {
  const { t } = useWords();
  const id = useId();
  const [name, setName] = useState(tv.name);
  const [settings, setSettings] = useState(tv.settings);
  const set = (patch: Partial<TvSettings>) => setSettings({ ...settings, ...patch });
  const tick = (field: "drift" | "chime" | "speech") => (
    <label className="tv-tick">
      <input
        type="checkbox"
        className="tick"
        checked={settings[field]}
        onChange={({ target }) => set({ [field]: target.checked })}
      />
      {t(`tvs.${field}`)}
    </label>
  );
  return (
    <form
      className="tv-panel"
      onSubmit={(event) => {
        event.preventDefault();
        onSave({ name: name.trim(), settings });
      }}
    >
      <label className="tv-row" htmlFor={`${id}-name`}>
        {t("tvs.name")}
        <input
          id={`${id}-name`}
          className="field"
          value={name}
          maxLength={60}
          required
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      <Choice
        label={t("tvs.language")}
        value={settings.language}
        options={{ "zh-CN": t("tvs.languages.zh-CN"), en: t("tvs.languages.en") }}
        onChange={(language) => set({ language })}
      />
      <Choice
        label={t("tvs.theme")}
        value={settings.theme}
        options={{ dark: t("tvs.themes.dark"), light: t("tvs.themes.light") }}
        onChange={(theme) => set({ theme })}
      />
      <Choice
        label={t("tvs.palette")}
        value={settings.palette}
        options={{ standard: t("tvs.palettes.standard"), colorblind: t("tvs.palettes.colorblind") }}
        onChange={(palette) => set({ palette })}
      />
      {tick("drift")}
      <HoursFields
        label={t("tvs.dim")}
        value={settings.dim}
        onChange={(hours) => set({ dim: hours && { percent: DIM_PERCENT, ...settings.dim, ...hours } })}
        begin={NIGHT}
      >
        {settings.dim && (
          <label className="tv-inline">
            {t("tvs.dimPercent")}
            <input
              type="number"
              className="field tv-number"
              min={10}
              max={100}
              required
              value={settings.dim.percent}
              onChange={({ target }) =>
                settings.dim && set({ dim: { ...settings.dim, percent: Number(target.value) } })
              }
            />
            %
          </label>
        )}
      </HoursFields>
      {tick("chime")}
      {tick("speech")}
      <label className="tv-row">
        {t("tvs.volume")}
        <span className="tv-inline">
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            value={settings.volume}
            onChange={({ target }) => set({ volume: Number(target.value) })}
          />
          <output>{settings.volume}</output>
        </span>
      </label>
      <HoursFields
        label={t("tvs.quiet")}
        value={settings.quiet}
        onChange={(quiet) => set({ quiet })}
        begin={NIGHT}
      />
      <div className="tv-buttons">
        <button type="submit" className="button button-strong" disabled={busy}>
          {t("tvs.save")}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {t("tvs.cancel")}
        </button>
      </div>
    </form>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  /** Value → its words. */
  options: Record<T, string>;
  onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <label className="tv-row">
      {label}
      <select className="field" value={value} onChange={({ target }) => onChange(target.value as T)}>
        {(Object.entries(options) as [T, string][]).map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
