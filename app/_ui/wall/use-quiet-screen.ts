"use client";
import { useEffect, useState } from "react";

/** A pointer that rests for so long (ms) is not meant to be seen. */
const POINTER_REST_MS = 3_000;
/** How often the picture moves a little, in ms, and where to, in design pixels: against burn-in. */
const DRIFT_EVERY_MS = 60_000;
const DRIFT: readonly (readonly [x: number, y: number])[] = [
  [0, 0],
  [3, 1],
  [5, 4],
  [3, 6],
  [0, 7],
  [-3, 6],
  [-5, 4],
  [-3, 1],
];

/** Hides a resting pointer. */
export function usePointerRest(): boolean {
  const [resting, setResting] = useState(false);
  useEffect(() => {
    let timer = setTimeout(() => setResting(true), POINTER_REST_MS);
    const moved = () => {
      setResting(false);
      clearTimeout(timer);
      timer = setTimeout(() => setResting(true), POINTER_REST_MS);
    };
    addEventListener("pointermove", moved, { passive: true });
    return () => {
      clearTimeout(timer);
      removeEventListener("pointermove", moved);
    };
  }, []);
  return resting;
}

/** Where the picture stands this minute, in design pixels. */
export function useDrift(): readonly [x: number, y: number] {
  const [step, setStep] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setStep((before) => before + 1), DRIFT_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return DRIFT[step % DRIFT.length]!;
}
