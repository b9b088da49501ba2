"use client";
import { useState } from "react";
import { useWords } from "../../use-words.ts";
import { AnswerWords } from "./answer-words.tsx";
import { PledgePicker } from "./pledge-picker.tsx";
import type { AlertCommands, PersonName } from "./types.ts";
import { useCommands } from "./use-commands.ts";

interface ActionPanelProps {
  /** The alerts that are acted on. */
  ids: string[];
  people: readonly PersonName[];
  commands: AlertCommands;
  /** Shop time, epoch ms. */
  nowMs: number;
  timezone: string;
  offWork: string;
  onDone?: () => void;
}

/** Take with a pledge, pass on with an undo, resolve with a confirmation. */
export function ActionPanel({ ids, people, commands, nowMs, timezone, offWork, onDone }: ActionPanelProps) {
  const { t, whole } = useWords();
  const { busy, answer, run, forget } = useCommands();
  const [acted, setActed] = useState<{ ids: string[]; untilMs: number }>({ ids: [], untilMs: 0 });
  const [to, setTo] = useState("");
  const [confirming, setConfirming] = useState(false);
  const ready = ids.length > 0 && !busy;

  const take = (which: string[], untilMs: number, over: boolean) => {
    setActed({ ids: which, untilMs });
    run(() => commands.take(which, untilMs, over));
    onDone?.();
  };
  const act = (command: "pass" | "resolve") => {
    setActed({ ids, untilMs: 0 });
    setConfirming(false);
    run(() => (command === "pass" ? commands.pass(ids, to || null) : commands.resolve(ids)));
    onDone?.();
  };

  return (
    <div className="grid gap-4">
      <PledgePicker
        nowMs={nowMs}
        timezone={timezone}
        offWork={offWork}
        disabled={!ready}
        onPick={(untilMs) => take(ids, untilMs, false)}
      />
      <div className="flex flex-wrap items-center gap-2">
        <button
          type="button"
          className="button"
          data-act="pass"
          disabled={!ready}
          onClick={() => act("pass")}
        >
          {t("alerts.pass")}
        </button>
        {people.length > 0 && (
          <select
            className="field"
            aria-label={t("alerts.passTo")}
            value={to}
            disabled={!ready}
            onChange={({ target }) => setTo(target.value)}
          >
            <option value="">{t("alerts.nextOne")}</option>
            {people.map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
          </select>
        )}
        {confirming ? (
          <span className="flex flex-wrap items-center gap-2" data-confirm>
            <span className="font-semibold">{t("alerts.resolveSure", { count: whole(ids.length) })}</span>
            <button
              type="button"
              className="button button-strong"
              data-act="resolve-sure"
              disabled={!ready}
              onClick={() => act("resolve")}
            >
              {t("alerts.sure")}
            </button>
            <button type="button" className="button" onClick={() => setConfirming(false)}>
              {t("alerts.notNow")}
            </button>
          </span>
        ) : (
          <button
            type="button"
            className="button"
            data-act="resolve"
            disabled={!ready}
            onClick={() => {
              forget();
              setConfirming(true);
            }}
          >
            {t("alerts.resolve")}
          </button>
        )}
      </div>
      {answer && (
        <AnswerWords
          answer={answer}
          nowMs={nowMs}
          timezone={timezone}
          onUndo={() => run(() => commands.undoPass(acted.ids))}
          onTakeOver={() => take(acted.ids, acted.untilMs, true)}
        />
      )}
    </div>
  );
}
