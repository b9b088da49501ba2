"use client";
import { Card } from "@tremor/react";
import { useState } from "react";
import { ProblemWords } from "../access/problem-words.tsx";
import { askApi } from "../access/use-access.ts";
import { useWords } from "../use-words.ts";
import { useMay } from "./who.ts";

const NAMED = ["name", "phone", "address"] as const;

type Recipient = Record<string, string>;

/** Who receives an order: shown when somebody who may asks for it, since each look is written down. */
export function RecipientCard({ orderNo }: { orderNo: string }) {
  const { t } = useWords();
  const may = useMay("people:unmask");
  const [shown, setShown] = useState<Recipient | "none" | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const show = async () => {
    const path = `orders/${encodeURIComponent(orderNo)}/unmask`;
    const answer = await askApi<{ recipient: Recipient | null }>("POST", path);
    setProblem(answer.ok ? null : answer.code);
    if (answer.ok) setShown(answer.value.recipient ?? "none");
  };
  const label = (field: string) => {
    const named = NAMED.find((name) => name === field);
    return named ? t(`recipient.${named}`) : field;
  };
  return (
    <Card className="grid gap-3 p-5 sm:px-7" data-recipient>
      <h2 className="text-xl font-semibold text-tremor-content-strong">{t("recipient.title")}</h2>
      {!may && <p className="text-tremor-content">{t("recipient.hidden")}</p>}
      {may && shown === null && (
        <div className="flex flex-wrap items-center gap-3">
          <button type="button" className="button" onClick={show}>
            {t("recipient.show")}
          </button>
          <span className="text-tremor-content">{t("recipient.noted")}</span>
        </div>
      )}
      {shown === "none" && <p>{t("recipient.none")}</p>}
      {shown !== null && shown !== "none" && (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-base">
          {Object.entries(shown).map(([field, value]) => (
            <div key={field} className="contents">
              <dt className="text-tremor-content">{label(field)}</dt>
              <dd className="break-words text-tremor-content-strong">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <ProblemWords code={problem} />
    </Card>
  );
}
