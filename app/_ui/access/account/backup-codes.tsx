"use client";
import { CopyButton } from "../copy-button.tsx";

/** Codes that get one in once each, shown this once. */
export function BackupCodes({ words, codes }: { words: string; codes: readonly string[] }) {
  return (
    <div className="grid gap-2" data-backup-codes>
      <p className="text-tremor-content-strong">{words}</p>
      <ul className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-tremor-default bg-tremor-background-subtle p-4 font-mono sm:grid-cols-5">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton text={codes.join("\n")} />
    </div>
  );
}
