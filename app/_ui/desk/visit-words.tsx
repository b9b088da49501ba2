"use client";
import type { ReactNode } from "react";
import { useWords } from "../use-words.ts";
import { Mark, type MarkKind } from "../wall/mark.tsx";
import type { ListedVisit } from "./orders.ts";

/** The light of a visit as shape and word (on a phone the shape alone is seen); one that ended has none. */
export function LightWords({ visit }: { visit: ListedVisit }) {
  const { t } = useWords();
  if (visit.light === null) return <span>{t("orders.left")}</span>;
  return (
    <MarkWords kind={visit.light}>
      <span className="max-sm:sr-only">{t(`lights.${visit.light}`)}</span>
    </MarkWords>
  );
}

/** Whether the promise of an open visit has passed. */
export function BreachedWords({ visit }: { visit: ListedVisit }) {
  const { t } = useWords();
  return visit.breached === true && <MarkWords kind="breached">{t("lights.breached")}</MarkWords>;
}

function MarkWords({ kind, children }: { kind: MarkKind; children: ReactNode }) {
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <span className="w-4">
        <Mark kind={kind} />
      </span>
      {children}
    </span>
  );
}

/**
 * How late a visit is, or how long it still has.
 * @param untilMs when it ended, or the moment shown
 */
export function DueWords({ visit, untilMs }: { visit: ListedVisit; untilMs: number }) {
  const { t, spokenAge } = useWords();
  if (visit.dueAt === null) return null;
  const lateMs = untilMs - Date.parse(visit.dueAt);
  if (lateMs >= 0) return <>{t("orders.lateBy", { age: spokenAge(lateMs) })}</>;
  return visit.light === null ? (
    <>{t("orders.inTime")}</>
  ) : (
    <>{t("orders.stillHas", { age: spokenAge(-lateMs) })}</>
  );
}
