"use client";
import type { Refusal } from "./auth-client.ts";
import { RefusalWords } from "./refusal-words.tsx";

/** Why sign-in's API refused, on the desk. */
export function RefusalNote({ refusal }: { refusal: Refusal | null }) {
  if (refusal === null) return null;
  return (
    <div className="rounded-tremor-default bg-desk-warn-ground p-3 text-desk-warn-strong">
      <RefusalWords refusal={refusal} />
    </div>
  );
}
