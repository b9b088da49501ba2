"use client";
import { useWords } from "../use-words.ts";

/** What pages about access have words of their own for. */
const KNOWN = [
  "email-taken",
  "name-taken",
  "last-admin",
  "no-such-user",
  "no-such-key",
  "no-such-person",
  "missing-right",
  "unauthorized",
  "invalid-request",
  "offline",
] as const;

/** Why the API did not do it, in one line. */
export function ProblemWords({ code }: { code: string | null }) {
  const { t } = useWords();
  if (code === null) return null;
  const known = KNOWN.find((one) => one === code) ?? "failed";
  return (
    <p
      role="alert"
      className="rounded-tremor-default bg-desk-warn-ground p-3 text-desk-warn-strong"
      data-problem={code}
    >
      {t(`access.problems.${known}`)}
    </p>
  );
}
