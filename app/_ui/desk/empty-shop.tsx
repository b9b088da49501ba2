"use client";
import { Card, Text, Title } from "@tremor/react";
import { useWords } from "../use-words.ts";

const IMPORT = "npm run import -- orders.csv";
const EVENT = JSON.stringify([
  { id: "1", source: "shop", orderNo: "A1", node: "picking", occurredAt: "2026-03-01T14:00:00+08:00" },
]);
const SEND = `curl -H "Authorization: Bearer $ANDON_API_KEY" -H "Content-Type: application/json" \\
  -d '${EVENT}' http://127.0.0.1:3000/api/v1/events`;

/** Nothing has come yet: what to do, ready to be copied. */
export function EmptyShop() {
  const { t } = useWords();
  return (
    <Card className="grid gap-3">
      <Title>{t("desk.empty")}</Title>
      <Text>{t("desk.emptyHint")}</Text>
      <pre className="overflow-x-auto rounded-tremor-small bg-tremor-background-subtle p-3">{IMPORT}</pre>
      <Text>{t("desk.emptyOr")}</Text>
      <pre className="overflow-x-auto rounded-tremor-small bg-tremor-background-subtle p-3">{SEND}</pre>
    </Card>
  );
}
