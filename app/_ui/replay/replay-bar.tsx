"use client";
import { type CSSProperties, useState } from "react";
import { CHANGES_HOURS_MAX } from "../../../domain/wire/changes.ts";
import { REPLAY_SPEEDS } from "../../../domain/wire/replay.ts";
import { instantParts } from "../format/instant.ts";
import { dateTimeWords } from "../format/instant-words.ts";
import { changesHref } from "../links.ts";
import { useWords } from "../use-words.ts";
import type { ShopPlace } from "../wall/strip.tsx";
import { dayOf } from "./day.ts";
import type { ReplayPlayer, ReplayView } from "./player.ts";
import { type ReplayRange, rangeQuery } from "./range.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What lies beyond the moment shown, in a link from outside of the stretch that was asked for. */
const SHARED_MS = HOUR_MS;

interface ReplayBarProps {
  player: ReplayPlayer;
  view: ReplayView;
  /** What the link asked for. */
  range: ReplayRange;
  bounds: ReplayRange;
  place: ShopPlace;
}

/** Below the picture: play, step, how fast, and when. Each works by keyboard. */
export function ReplayBar({ player, view, range, bounds, place }: ReplayBarProps) {
  const { t, locale } = useWords();
  const { playing, state } = view;
  const shared = sharedRange(view, range, bounds);
  const told = { ...range, toMs: Math.min(range.toMs, range.fromMs + CHANGES_HOURS_MAX * HOUR_MS) };
  return (
    <section
      className="replay-bar"
      aria-label={t("replay.controls")}
      data-replay={state}
      data-playing={playing}
    >
      <div className="replay-row">
        <fieldset className="replay-group" aria-label={t("replay.controls")}>
          <button type="button" onClick={() => player.step(-1)} aria-label={t("replay.back")}>
            <Shape path="M70 15 L30 50 L70 85 Z M18 15 H28 V85 H18 Z" />
          </button>
          <button
            type="button"
            className="replay-play"
            onClick={() => player.toggle()}
            aria-label={t(playing ? "replay.pause" : "replay.play")}
          >
            <Shape path={playing ? "M22 14 H42 V86 H22 Z M58 14 H78 V86 H58 Z" : "M24 10 L86 50 L24 90 Z"} />
          </button>
          <button type="button" onClick={() => player.step(1)} aria-label={t("replay.on")}>
            <Shape path="M30 15 L70 50 L30 85 Z M72 15 H82 V85 H72 Z" />
          </button>
        </fieldset>
        <fieldset className="replay-group replay-speeds" aria-label={t("replay.speeds")}>
          {REPLAY_SPEEDS.map((speed) => (
            <button
              key={speed}
              type="button"
              aria-pressed={speed === view.speed}
              onClick={() => player.setSpeed(speed)}
            >
              {t("replay.speed", { speed })}
            </button>
          ))}
        </fieldset>
        <Said player={player} view={view} place={place} />
        <a href={changesHref(told, { locale, asOf: null })}>{t("replay.changes")}</a>
        <CopyLink query={rangeQuery(shared, view.speed)} />
      </div>
      <Sliders player={player} view={view} range={range} bounds={bounds} place={place} />
    </section>
  );
}

/** From the moment that is shown, as far as the stretch that was asked for goes. */
function sharedRange({ snapshot }: ReplayView, range: ReplayRange, bounds: ReplayRange): ReplayRange {
  const fromMs = Date.parse(snapshot.asOf);
  const inside = fromMs >= range.fromMs && fromMs < range.toMs;
  return { fromMs, toMs: inside ? range.toMs : Math.min(fromMs + SHARED_MS, bounds.toMs) };
}

/** What goes on, or why nothing does. */
function Said({ player, view, place }: Pick<ReplayBarProps, "player" | "view" | "place">) {
  const words = useWords();
  const { t } = words;
  const when = dateTimeWords(view.atMs, place.timezone, words);
  if (view.state === "failed") {
    return (
      <p className="replay-said replay-failed" role="alert">
        {t("replay.failed", { when })}
        <button type="button" onClick={() => player.retry()}>
          {t("replay.retry")}
        </button>
      </p>
    );
  }
  if (view.state === "loading") return <p className="replay-said">{t("replay.loading", { when })}</p>;
  return <p className="replay-said replay-keys">{t("replay.keys")}</p>;
}

function Sliders({ player, view, range, bounds, place }: ReplayBarProps) {
  const words = useWords();
  const { t } = words;
  const { atMs, state, snapshot } = view;
  // Between two frames the picture is of the one before.
  const named = dateTimeWords(state === "ready" ? Date.parse(snapshot.asOf) : atMs, place.timezone, words);
  const day = dayOf(atMs, place.timezone);
  const whole = bounds.toMs - bounds.fromMs;
  const shareOf = (ms: number) =>
    `${(Math.min(Math.max((ms - bounds.fromMs) / whole, 0), 1) * 100).toFixed(2)}%`;
  const stretch = { "--from": shareOf(range.fromMs), "--to": shareOf(range.toMs) } as CSSProperties;
  return (
    <div className="replay-row replay-sliders">
      <label className="replay-days">
        <span>{t("replay.days")}</span>
        <span className="replay-track" style={stretch}>
          <input
            type="range"
            min={bounds.fromMs}
            max={bounds.toMs}
            step={MINUTE_MS}
            value={atMs}
            aria-valuetext={named}
            onChange={(event) => player.seek(Number(event.target.value))}
          />
          <i className="replay-stretch" aria-hidden="true" />
        </span>
      </label>
      <label className="replay-day">
        <span>{named}</span>
        <input
          type="range"
          min={0}
          max={(day.toMs - day.fromMs) / MINUTE_MS - 1}
          step={1}
          value={Math.floor((atMs - day.fromMs) / MINUTE_MS)}
          aria-valuetext={instantParts(atMs, place.timezone).time}
          onChange={(event) => player.seek(day.fromMs + Number(event.target.value) * MINUTE_MS)}
        />
      </label>
    </div>
  );
}

/** Copies where this is; where a browser forbids that, it shows it. */
function CopyLink({ query }: { query: Record<string, string> }) {
  const { t } = useWords();
  const [done, setDone] = useState<"copied" | "shown" | null>(null);
  const [link, setLink] = useState("");
  async function copy() {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    setLink(url.href);
    try {
      await navigator.clipboard.writeText(url.href);
      setDone("copied");
    } catch {
      setDone("shown");
    }
  }
  if (done === "shown") {
    return (
      <input
        className="replay-link"
        readOnly
        value={link}
        aria-label={t("replay.link")}
        ref={(input) => input?.select()}
        onBlur={() => setDone(null)}
      />
    );
  }
  return (
    <button
      type="button"
      className="replay-copy"
      data-link-copied={done === "copied"}
      onClick={() => void copy()}
    >
      {t(done === "copied" ? "replay.copied" : "replay.copy")}
    </button>
  );
}

function Shape({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <path d={path} fill="currentColor" />
    </svg>
  );
}
