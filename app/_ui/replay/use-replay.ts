"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { replaySchema } from "../../../domain/wire/replay.ts";
import { createPlayer, type PlayerOptions, type ReplayPlayer, type ReplayView } from "./player.ts";

const TICK_MS = 250;

/** A replay that plays from when the page opens. */
export function useReplay(options: Omit<PlayerOptions, "now" | "load">): {
  player: ReplayPlayer;
  view: ReplayView;
} {
  const [player] = useState(() =>
    createPlayer({ ...options, now: () => performance.now(), load: fetchReplay }),
  );
  // The first drawing in the browser must equal the server's.
  const [drawnByServer] = useState(() => player.view());
  const view = useSyncExternalStore(
    player.subscribe,
    () => player.view(),
    () => drawnByServer,
  );
  useEffect(() => {
    player.start();
    const timer = setInterval(() => player.tick(), TICK_MS);
    return () => clearInterval(timer);
  }, [player]);
  useKeys(player);
  return { player, view };
}

/** @throws when it is refused or cannot be read */
async function fetchReplay(fromMs: number, toMs: number, stepSeconds: number) {
  const query = new URLSearchParams({
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    stepSeconds: String(stepSeconds),
  });
  const response = await fetch(`/api/v1/replay?${query}`);
  if (!response.ok) throw new Error(`the replay answered ${response.status}`);
  return replaySchema.parse(await response.json());
}

/** Space plays and pauses, arrows step and change the speed. */
function useKeys(player: ReplayPlayer): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
      const act = ACTS[event.key];
      // A focused button does on a space what it says.
      if (act === undefined || (event.key === " " && event.target instanceof HTMLButtonElement)) return;
      event.preventDefault();
      act(player);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [player]);
}

const ACTS: Record<string, (player: ReplayPlayer) => void> = {
  " ": (player) => player.toggle(),
  ArrowLeft: (player) => player.step(-1),
  ArrowRight: (player) => player.step(1),
  ArrowUp: (player) => player.changeSpeed(1),
  ArrowDown: (player) => player.changeSpeed(-1),
};
