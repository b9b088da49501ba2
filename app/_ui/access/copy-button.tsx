"use client";
import { useState } from "react";
import { useWords } from "../use-words.ts";

/** Puts a text where it can be pasted. Over plain http a browser has no such place: then it is selected by hand. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  if (typeof navigator !== "undefined" && !navigator.clipboard) return null;
  return (
    <button
      type="button"
      className="button justify-self-start"
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }
    >
      {t(copied ? "account.copied" : "account.copy")}
    </button>
  );
}
