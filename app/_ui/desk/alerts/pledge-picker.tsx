"use client";
import { useId, useState } from "react";
import { useWords } from "../../use-words.ts";
import { type PledgeChoice, pledgeUntil } from "./pledge.ts";

const QUICK = ["half_hour", "hour", "off_work"] as const;

interface PledgePickerProps {
  /** Shop time, epoch ms. */
  nowMs: number;
  timezone: string;
  /** When the node's people go home, "HH:MM". */
  offWork: string;
  disabled: boolean;
  onPick: (untilMs: number) => void;
}

/** 几点前清完？ One press says until when, and takes it. */
export function PledgePicker({ nowMs, timezone, offWork, disabled, onPick }: PledgePickerProps) {
  const { t } = useWords();
  const id = useId();
  const [time, setTime] = useState("");
  const untilOf = (choice: PledgeChoice) => pledgeUntil(choice, nowMs, timezone, offWork);
  const own = untilOf({ kind: "at", time });
  const pick = (untilMs: number | null) => untilMs !== null && onPick(untilMs);
  return (
    <fieldset className="grid gap-2" disabled={disabled}>
      <legend className="mb-1 font-semibold text-tremor-content-strong">{t("pledge.ask")}</legend>
      <div className="flex flex-wrap gap-2">
        {QUICK.map((kind) => (
          <button
            key={kind}
            type="button"
            className="button button-strong"
            data-pledge={kind}
            onClick={() => pick(untilOf({ kind }))}
          >
            {kind === "off_work" ? t("pledge.off_work", { time: offWork }) : t(`pledge.${kind}`)}
          </button>
        ))}
        <span className="flex gap-2">
          <label className="sr-only" htmlFor={id}>
            {t("pledge.own")}
          </label>
          <input
            id={id}
            type="time"
            className="field"
            value={time}
            onChange={({ target }) => setTime(target.value)}
          />
          <button
            type="button"
            className="button"
            data-pledge="at"
            disabled={own === null}
            onClick={() => pick(own)}
          >
            {t("pledge.own")}
          </button>
        </span>
      </div>
    </fieldset>
  );
}
