"use client";
import { useWords } from "../use-words.ts";

interface FormButtonsProps {
  /** What pressing it does. */
  words: string;
  disabled: boolean;
  onCancel: () => void;
}

/** The end of a form: do it, or leave it. */
export function FormButtons({ words, disabled, onCancel }: FormButtonsProps) {
  const { t } = useWords();
  return (
    <div className="flex flex-wrap gap-2">
      <button type="submit" className="button button-strong" disabled={disabled}>
        {words}
      </button>
      <button type="button" className="button" onClick={onCancel}>
        {t("account.cancel")}
      </button>
    </div>
  );
}
