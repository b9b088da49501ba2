"use client";
import type { SilentSource } from "../board/link.ts";
import { useWords, type Words } from "../use-words.ts";
import { sourceName } from "./source-name.ts";

/** More than so many are not named one by one. */
const NAMED_MAX = 3;
/** These send what happens to orders, not new orders. */
const OPERATIONS: ReadonlySet<string> = new Set(["wms", "erp", "tracking", "scan"]);
const MINUTE_MS = 60_000;

/** Says over the whole screen that sources tell nothing, while the numbers of the others stay as readable as ever. */
export function SilentMark({ sources }: { sources: readonly SilentSource[] }) {
  const words = useWords();
  const { t, whole } = words;
  const [only] = sources;
  return (
    <div className="band band-silent" role="alert" data-silent={sources.map(({ key }) => key).join(" ")}>
      <svg className="silent-sign" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
        <path d="M50 8a42 42 0 1 1 0 84a42 42 0 1 1 0-84zM21 79 79 21" />
      </svg>
      {sources.length === 1 && only ? (
        <p>{t(OPERATIONS.has(only.key) ? "mark.silentMessages" : "mark.silent", valuesOf(only, words))}</p>
      ) : (
        <p>
          {t("mark.silentMany", { count: whole(sources.length) })}
          <small>
            {sources.slice(0, NAMED_MAX).map((source) => (
              <span key={source.key}>
                {t(
                  OPERATIONS.has(source.key) ? "mark.silentOneMessages" : "mark.silentOne",
                  valuesOf(source, words),
                )}
              </span>
            ))}
            {sources.length > NAMED_MAX && (
              <span>{t("mark.silentMore", { count: sources.length - NAMED_MAX })}</span>
            )}
          </small>
        </p>
      )}
    </div>
  );
}

function valuesOf({ key, forMs, expected }: SilentSource, words: Words) {
  // In whole minutes: seconds that count up would draw the eye away from what is missing.
  const age = words.spokenAge(Math.max(MINUTE_MS, Math.floor(forMs / MINUTE_MS) * MINUTE_MS));
  return { name: sourceName(key, words), age, count: words.whole(expected) };
}
