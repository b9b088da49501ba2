"use client";
import type { Link } from "../board/link.ts";
import { instantParts } from "../format/instant.ts";
import { useWords } from "../use-words.ts";
import { ClockMark } from "./clock-mark.tsx";
import { SilentMark } from "./silent-mark.tsx";

interface LinkMarkProps {
  link: Link;
  /** Epoch ms of shop time of the picture. */
  shopNow: number;
  timezone: string;
}

/** Says over the whole screen why it must not be believed; nothing while it may be. */
export function LinkMark({ link, shopNow, timezone }: LinkMarkProps) {
  const { t, spokenAge } = useWords();
  switch (link.kind) {
    case "live":
      return null;
    case "lost":
      return (
        <div className="mark-lost" role="alert">
          <p className="mark-words">{t("mark.lost", { time: instantParts(shopNow, timezone).time })}</p>
          <p className="mark-more">{t("mark.lostAge", { age: spokenAge(link.ageMs) })}</p>
        </div>
      );
    case "frozen":
      return (
        <div className="mark-lost" role="alert">
          <p className="mark-words">{t("mark.frozen", { age: spokenAge(link.ageMs) })}</p>
          <p className="mark-more">{t("mark.lostAge", { age: spokenAge(link.ageMs) })}</p>
        </div>
      );
    case "late":
      return (
        <p className="band band-late" role="alert">
          {link.lagMs === null ? t("mark.stopped") : t("mark.late", { age: spokenAge(link.lagMs) })}
        </p>
      );
    case "catching_up":
      return (
        <p className="band band-catching-up" role="status">
          {link.lagMs === null
            ? t("mark.catchingUp")
            : t("mark.catchingUpBy", { age: spokenAge(link.lagMs) })}
        </p>
      );
    case "silent":
      return <SilentMark sources={link.sources} />;
    case "clock":
      return <ClockMark ageMs={link.ageMs} skewMs={link.skewMs} />;
  }
}
