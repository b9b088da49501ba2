"use client";
import { useState } from "react";
import { useWords } from "../../use-words.ts";
import { instantWords } from "../instant-words.ts";
import { ProblemWords } from "../problem-words.tsx";
import { askApi } from "../use-access.ts";
import { useScopeName } from "./scope-name.ts";

/** A key as GET /api/v1/keys tells; never the key itself. */
export interface KeyRow {
  id: number;
  name: string;
  scopes: string[];
  createdAt: string;
  createdBy: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
}

interface KeyLineProps {
  row: KeyRow;
  timezone: string;
  onChanged: () => void;
}

export function KeyLine({ row, timezone, onChanged }: KeyLineProps) {
  const { t } = useWords();
  const scopeName = useScopeName();
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const when = (iso: string) => instantWords(iso, timezone);
  const facts = [
    row.revokedAt !== null && t("keys.revokedAt", { time: when(row.revokedAt) }),
    row.expiresAt === null ? t("keys.noEnd") : t("keys.until", { time: when(row.expiresAt) }),
    row.lastUsedAt === null ? t("keys.never") : t("keys.last", { time: when(row.lastUsedAt) }),
  ].filter((fact) => fact !== false);
  const revoke = async () => {
    const answer = await askApi("DELETE", `keys/${row.id}`);
    setProblem(answer.ok ? null : answer.code);
    setSure(false);
    if (answer.ok) onChanged();
  };
  return (
    <article className="grid gap-2 p-4" data-key={row.name}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h2 className="text-lg font-semibold break-words text-tremor-content-strong">{row.name}</h2>
          <p className="text-tremor-content-strong">
            {row.scopes.map(scopeName).join(t("orders.separator"))}
          </p>
          <p className="text-tremor-content">{facts.join(" · ")}</p>
        </div>
        {row.revokedAt === null &&
          (sure ? (
            <span className="flex flex-wrap items-center gap-2">
              <span className="font-semibold">{t("keys.sure")}</span>
              <button type="button" className="button button-strong" onClick={revoke}>
                {t("keys.revoke")}
              </button>
              <button type="button" className="button" onClick={() => setSure(false)}>
                {t("account.cancel")}
              </button>
            </span>
          ) : (
            <button type="button" className="button" onClick={() => setSure(true)}>
              {t("keys.revoke")}
            </button>
          ))}
      </div>
      <ProblemWords code={problem} />
    </article>
  );
}
