"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { ActionAnswer } from "./types.ts";

/** Runs one command at a time, keeps its answer, and reads the page again. */
export function useCommands() {
  const router = useRouter();
  const [busy, start] = useTransition();
  const [answer, setAnswer] = useState<ActionAnswer | null>(null);
  const run = (command: () => Promise<ActionAnswer>) =>
    start(async () => {
      try {
        setAnswer(await command());
        router.refresh();
      } catch {
        // The connection is gone, or the page is of a version that is no more.
        setAnswer({ kind: "refused", code: "failed" });
      }
    });
  return { busy, answer, run, forget: () => setAnswer(null) };
}
