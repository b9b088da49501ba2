"use client";

/** Why something was not done, in one line that screen readers say too. */
export function RefusedWords({ words }: { words: string | null }) {
  if (words === null) return null;
  return (
    <p className="tv-refused" role="alert">
      {words}
    </p>
  );
}
