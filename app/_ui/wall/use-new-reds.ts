"use client";
import { useEffect, useRef, useState } from "react";

/** Three slow beats, in ms; the same as in tile.css. */
const PULSE_MS = 4_500;
/** A tile that has just pulsed stays quiet for so long (ms): a busy shop must not blink all day. */
const REST_MS = 60_000;

/** Whether a tile shows that it has new reds: three slow beats, once. */
export function useNewReds(red: number): boolean {
  const before = useRef(red);
  const pulsedAt = useRef(Number.NEGATIVE_INFINITY);
  const [pulsing, setPulsing] = useState(false);

  useEffect(() => {
    const grew = red > before.current;
    before.current = red;
    if (!grew || performance.now() - pulsedAt.current < REST_MS) return;
    pulsedAt.current = performance.now();
    setPulsing(true);
  }, [red]);

  useEffect(() => {
    if (!pulsing) return;
    const timer = setTimeout(() => setPulsing(false), PULSE_MS);
    return () => clearTimeout(timer);
  }, [pulsing]);

  return pulsing;
}
