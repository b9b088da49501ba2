"use client";
import { useWords } from "../use-words.ts";
import { CopyButton } from "./copy-button.tsx";

/** A secret that was made now and is not shown again. */
export function ShownOnce({
  words,
  secret,
  onClose,
}: {
  words: string;
  secret: string;
  onClose: () => void;
}) {
  const { t } = useWords();
  return (
    <section
      className="grid gap-3 rounded-tremor-default border-2 border-desk-warn-line bg-desk-warn-ground p-4 text-desk-warn-strong"
      aria-live="polite"
      data-shown-once
    >
      <p className="text-lg">{words}</p>
      <code className="break-all text-xl font-semibold select-all">{secret}</code>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={secret} />
        <button type="button" className="button" onClick={onClose}>
          {t("access.written")}
        </button>
      </div>
    </section>
  );
}
