"use client";
import type { ReactNode } from "react";
import { useWords } from "../../use-words.ts";

const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 1_440;

interface Hours {
  fromMinute: number;
  toMinute: number;
}

interface HoursFieldsProps {
  label: string;
  /** Null: at no hours. */
  value: Hours | null;
  /** What it begins with once it is wanted. */
  begin: Hours;
  onChange: (hours: Hours | null) => void;
  children?: ReactNode;
}

/** Whether something holds at some hours of the shop's day, and at which. */
export function HoursFields({ label, value, begin, onChange, children }: HoursFieldsProps) {
  const { t } = useWords();
  const field = (name: "from" | "to", key: keyof Hours) =>
    value && (
      <label className="tv-inline">
        {t(`tvs.${name}`)}
        <input
          type="time"
          className="field"
          required
          value={timeOf(value[key])}
          onChange={({ target }) => onChange({ ...hoursOf(value), [key]: minuteOf(target.value) })}
        />
      </label>
    );
  return (
    <fieldset className="grid gap-2">
      <label className="tv-tick">
        <input
          type="checkbox"
          className="tick"
          checked={value !== null}
          onChange={({ target }) => onChange(target.checked ? begin : null)}
        />
        {label}
      </label>
      {value && (
        <div className="flex flex-wrap gap-3 ps-8">
          {field("from", "fromMinute")}
          {field("to", "toMinute")}
          {children}
        </div>
      )}
    </fieldset>
  );
}

const hoursOf = ({ fromMinute, toMinute }: Hours): Hours => ({ fromMinute, toMinute });

function timeOf(minute: number): string {
  const two = (part: number) => String(part).padStart(2, "0");
  const ofDay = minute % MINUTES_PER_DAY;
  return `${two(Math.floor(ofDay / MINUTES_PER_HOUR))}:${two(ofDay % MINUTES_PER_HOUR)}`;
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * MINUTES_PER_HOUR + minute;
}
