"use client";
import { useEffect, useRef } from "react";
import { instantParts } from "../format/instant.ts";
import { useWords } from "../use-words.ts";

/** A page whose scripts push the cover back no more is covered after so long, in ms. */
export const COVERED_AFTER_MS = 5_000;
/** Until then it cannot be seen; the rest is a fade. */
const UNSEEN_PART = 0.9;

/** Pushes the cover back; called with every drawing. */
export type PushBack = () => void;

/**
 * Says over the whole screen that the picture stands still, when scripts do not run any more and could not say it: the
 * browser's compositor plays the animation on its own thread, and only running scripts push it back.
 */
export function StandStillCover({
  shopNow,
  timezone,
  pushBack,
}: {
  shopNow: number;
  timezone: string;
  pushBack: { current: PushBack };
}) {
  const { t } = useWords();
  const cover = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const animation = cover.current!.animate(
      [{ opacity: 0 }, { opacity: 0, offset: UNSEEN_PART }, { opacity: 1 }],
      { duration: COVERED_AFTER_MS, fill: "forwards" },
    );
    pushBack.current = () => {
      animation.currentTime = 0;
      animation.play();
    };
    return () => {
      pushBack.current = () => {};
      animation.cancel();
    };
  }, [pushBack]);
  return (
    <div className="tv-cover" ref={cover} aria-hidden="true">
      <div>
        <p>{t("television.still", { time: instantParts(shopNow, timezone).time })}</p>
        <small>{t("television.stillHint")}</small>
      </div>
    </div>
  );
}
