"use client";
import { useState } from "react";
import { MOST_SCREENS, type Playlist } from "../../../../domain/screens/types.ts";
import { useWords } from "../../use-words.ts";
import { addScreen, type Draft, moveScreen, readDraft } from "./draft.ts";
import { EntryFields } from "./entry-fields.tsx";
import { PreemptionFields } from "./preemption-fields.tsx";

const PREEMPTION = "preemption.";

interface PlaylistFormProps {
  first: Draft;
  busy: boolean;
  onSave: (playlist: Playlist) => void;
  onCancel: () => void;
}

/** Edits a playlist; nothing is kept before it is saved, and what is not right is said beside its field. */
export function PlaylistForm({ first, busy, onSave, onCancel }: PlaylistFormProps) {
  const { t } = useWords();
  const [draft, setDraft] = useState(first);
  const [tried, setTried] = useState(false);
  const read = readDraft(draft);
  const wrong = tried && "wrong" in read ? read.wrong : [];
  return (
    <form
      className="tv-panel"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if ("playlist" in read) onSave(read.playlist);
      }}
    >
      <label className="grid gap-1 font-semibold text-tremor-content-strong">
        {t("tvs.list.name")}
        <input
          className="field font-normal"
          value={draft.name}
          aria-invalid={wrong.includes("name")}
          onChange={({ target }) => setDraft({ ...draft, name: target.value })}
        />
      </label>
      {wrong.includes("name") && <p className="tv-refused">{t("tvs.list.wrong.name")}</p>}
      <h3 className="font-semibold text-tremor-content-strong">{t("tvs.list.screens")}</h3>
      <ol className="tv-entries">
        {draft.entries.map((entry, at) => (
          <EntryFields
            key={entry.key}
            entry={entry}
            at={at}
            last={at === draft.entries.length - 1}
            wrong={wrong.some((field) => field.startsWith(`entries.${at}.`))}
            onChange={(next) => setDraft({ ...draft, entries: draft.entries.with(at, next) })}
            onMove={(by) => setDraft(moveScreen(draft, at, by))}
            onRemove={() => setDraft({ ...draft, entries: draft.entries.toSpliced(at, 1) })}
          />
        ))}
      </ol>
      {wrong.includes("entries") && <p className="tv-refused">{t("tvs.list.wrong.entries")}</p>}
      <button
        type="button"
        className="button justify-self-start"
        data-act="add"
        disabled={draft.entries.length >= MOST_SCREENS}
        onClick={() => setDraft(addScreen(draft, "board"))}
      >
        + {t("tvs.list.add")}
      </button>
      <PreemptionFields
        value={draft.preemption}
        wrong={wrong.flatMap((field) =>
          field.startsWith(PREEMPTION) ? [field.slice(PREEMPTION.length)] : [],
        )}
        onChange={(preemption) => setDraft({ ...draft, preemption })}
      />
      <div className="tv-buttons">
        <button type="submit" className="button button-strong" data-act="save" disabled={busy}>
          {t("tvs.list.save")}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {t("tvs.list.cancel")}
        </button>
      </div>
    </form>
  );
}
