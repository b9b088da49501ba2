"use client";
import type { CSSProperties, ReactNode } from "react";
import type { Lane } from "../../../domain/settings/types.ts";
import type { BoardView } from "../board/store.ts";
import { useWords } from "../use-words.ts";
import { hasDelay } from "./bottleneck.ts";
import { alarmOf } from "./escalation.ts";
import { Freshness } from "./freshness.tsx";
import { ALL_LANES, useLaneView } from "./lane-view.ts";
import { LinkMark } from "./link-mark.tsx";
import { StepsMark } from "./steps-mark.tsx";
import { type ShopPlace, Strip } from "./strip.tsx";
import { useDrift, usePointerRest } from "./use-quiet-screen.ts";

export interface ScreenFrameProps {
  view: BoardView;
  place: ShopPlace;
  /** Which lanes its screen shows; empty: all of them. */
  lanes?: readonly Lane[];
  /** A moment that is not now: what says so over the picture, and what stands where freshness would. */
  past?: { mark: ReactNode; aside: ReactNode } | null;
  /** Further marks over the picture, beside those of the link and of escalation. */
  marks?: ReactNode;
  /** Whether the picture wanders a little against burn-in. */
  drift?: boolean;
  /** The screen: it fills what the strip leaves. */
  children: ReactNode;
}

/**
 * What every screen stands in: the strip above it, the marks over it while it must not be believed (lost, late,
 * silent, nobody told), dimmed as far as it is old, drifting against burn-in. Screens draw no marks of their own.
 */
export function ScreenFrame({
  view,
  place,
  lanes = ALL_LANES,
  past = null,
  marks,
  drift = true,
  children,
}: ScreenFrameProps) {
  const { t } = useWords();
  const { snapshot, delay, alerts, shopNow, link, awake } = useLaneView(view, lanes);
  const { speed, eventsPerMinute } = snapshot.pulse;
  const state = past ? "past" : link.kind;
  // A lost screen cannot know, and says so already.
  const alarm = past || link.kind === "lost" ? null : alarmOf(alerts, shopNow, speed);
  const resting = usePointerRest();
  const [x, y] = useDrift();
  return (
    <main
      className={`wall wall-${state}${hasDelay(delay) ? " wall-delay" : ""}${alarm ? " wall-steps" : ""}${resting ? " wall-resting" : ""}`}
      data-state={state}
      style={{ "--drift-x": drift ? x : 0, "--drift-y": drift ? y : 0 } as CSSProperties}
    >
      <h1 className="unseen">{t("app.title")}</h1>
      {past ? past.mark : <LinkMark link={link} shopNow={shopNow} timezone={place.timezone} />}
      {alarm && <StepsMark alarm={alarm} timezone={place.timezone} />}
      {/* Shown by the stylesheet alone when no script ever takes over. */}
      {!past && !awake && <p className="band band-late mark-unwoken">{t("mark.unwoken")}</p>}
      {marks}
      <div className="picture">
        <Strip
          board={snapshot}
          delay={delay}
          shopNow={shopNow}
          speed={speed}
          place={place}
          lanes={lanes}
          asOf={past ? snapshot.asOf : null}
          believed={state === "live" || state === "past"}
        >
          {past ? past.aside : <Freshness link={link} eventsPerMinute={eventsPerMinute} />}
        </Strip>
        {children}
      </div>
    </main>
  );
}
