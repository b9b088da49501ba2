"use client";
import { useWords } from "../../use-words.ts";

interface RevokePanelProps {
  name: string;
  busy: boolean;
  onRevoke: () => void;
  onCancel: () => void;
}

/** Asks once more, and says what it means. */
export function RevokePanel({ name, busy, onRevoke, onCancel }: RevokePanelProps) {
  const { t } = useWords();
  return (
    <section className="tv-panel tv-panel-grave" data-confirm>
      <p className="text-lg font-semibold text-tremor-content-strong">{t("tvs.revokeAsk", { name })}</p>
      <p>{t("tvs.revokeMeans")}</p>
      <div className="tv-buttons">
        <button
          type="button"
          className="button button-strong"
          data-act="revoke-sure"
          disabled={busy}
          onClick={onRevoke}
        >
          {t("tvs.revokeSure")}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {t("tvs.cancel")}
        </button>
      </div>
    </section>
  );
}
