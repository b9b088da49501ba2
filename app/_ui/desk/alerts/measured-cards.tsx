"use client";
import { Card, Metric, Text } from "@tremor/react";
import { useWords } from "../../use-words.ts";
import type { Measured } from "./types.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** How late people are told, and how long it takes until somebody takes it: half of them, and nearly all. */
export function MeasuredCards({
  lateness,
  timeToTake,
}: {
  lateness: Measured | null;
  timeToTake: Measured | null;
}) {
  const { t, whole, spokenAge } = useWords();
  // Lateness is often less than a second: then in tenths.
  const span = (ms: number) =>
    ms < MINUTE_MS ? t("measured.seconds", { s: Math.round(ms / 100) / 10 }) : spokenAge(ms);
  const cards = [
    { key: "lateness", measured: lateness },
    { key: "timeToTake", measured: timeToTake },
  ] as const;
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
      {cards.map(({ key, measured }) => (
        <Card key={key} className="p-4" data-measured={key}>
          <Text>{t(`measured.${key}`)}</Text>
          {measured === null || measured.count === 0 ? (
            <p className="mt-1 text-lg">{t("measured.none")}</p>
          ) : (
            <>
              <Metric>{t("measured.half", { span: span(measured.p50Ms) })}</Metric>
              <Text>{t("measured.most", { span: span(measured.p99Ms), count: whole(measured.count) })}</Text>
            </>
          )}
        </Card>
      ))}
    </div>
  );
}
