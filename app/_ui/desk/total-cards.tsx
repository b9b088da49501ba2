"use client";
import { Card, Metric, Text } from "@tremor/react";
import type { Board } from "../../../domain/wire/board.ts";
import { useWords } from "../use-words.ts";
import { Mark } from "../wall/mark.tsx";
import { redsOf } from "../wall/summary.ts";

/** The wall's totals, for people at a desk. */
export function TotalCards({ board }: { board: Board }) {
  const { t, whole } = useWords();
  const reds = redsOf(board);
  const cards = [
    { kind: "red", color: "red", count: reds.calling },
    { kind: "yellow", color: "amber", count: board.totals.yellow },
    { kind: "breached", color: "orange", count: board.totals.breached },
  ] as const;
  return (
    <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
      {cards.map(({ kind, color, count }) => (
        <Card key={kind} decoration="top" decorationColor={color} className="p-4">
          <Text className="flex items-center gap-2">
            <span className="w-4">
              <Mark kind={kind} />
            </span>
            {t(`lights.${kind}`)}
          </Text>
          <Metric>{whole(count)}</Metric>
          {kind === "red" && reds.lightOnly > 0 && (
            <Text>{t("strip.lightOnly", { count: whole(reds.lightOnly) })}</Text>
          )}
        </Card>
      ))}
      <Card decoration="top" decorationColor="slate" className="p-4">
        <Text>{t("desk.orders")}</Text>
        <Metric>{whole(board.totals.orders)}</Metric>
      </Card>
    </div>
  );
}
