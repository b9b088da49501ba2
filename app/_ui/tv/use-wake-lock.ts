"use client";
import { useEffect } from "react";

/** Whether the browser can keep a screen on at all: only pages from https or localhost may ask. */
export const canStayAwake = (): boolean => "wakeLock" in navigator;

/** Keeps the screen on while the page is seen; browsers take the lock away whenever it is not. */
export function useWakeLock(): void {
  useEffect(() => {
    if (!canStayAwake()) return;
    let lock: WakeLockSentinel | null = null;
    let over = false;
    const take = async () => {
      if (over || document.visibilityState !== "visible" || (lock && !lock.released)) return;
      lock = await navigator.wakeLock.request("screen").catch(() => null);
      if (over) await lock?.release();
    };
    const seen = () => void take();
    document.addEventListener("visibilitychange", seen);
    seen();
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", seen);
      void lock?.release();
    };
  }, []);
}
