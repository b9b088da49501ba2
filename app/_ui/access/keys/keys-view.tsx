"use client";
import { Card } from "@tremor/react";
import { useState } from "react";
import { Sorry } from "../../desk/sorry.tsx";
import { useWords } from "../../use-words.ts";
import type { ShopPlace } from "../../wall/strip.tsx";
import { ShownOnce } from "../shown-once.tsx";
import { useList } from "../use-access.ts";
import { AddKey } from "./add-key.tsx";
import { KeyLine, type KeyRow } from "./key-line.tsx";

/** Every API key: what it may do, when it was last used, and how to take it away. */
export function KeysView({ place }: { place: ShopPlace }) {
  const { t, whole } = useWords();
  const { answer, read } = useList<{ keys: KeyRow[] }>("keys");
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<{ name: string; plain: string } | null>(null);
  if (answer && !answer.ok) return <Sorry words={t("desk.unreadable")} retry />;
  const keys = answer?.value.keys ?? [];
  const working = keys.filter(({ revokedAt }) => revokedAt === null);
  const revoked = keys.filter(({ revokedAt }) => revokedAt !== null);
  const lines = (some: KeyRow[]) =>
    some.map((key) => <KeyLine key={key.id} row={key} timezone={place.timezone} onChanged={read} />);
  return (
    <main className="mx-auto grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-5 p-4 sm:p-6" data-page="keys">
      <header className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h1 className="text-3xl font-bold text-tremor-content-strong">{t("keys.title")}</h1>
          <p className="mt-1 text-lg text-tremor-content">
            {answer === null ? t("access.reading") : t("keys.count", { count: whole(working.length) })}
          </p>
        </div>
        {!adding && (
          <button type="button" className="button button-strong" onClick={() => setAdding(true)}>
            {t("keys.add")}
          </button>
        )}
      </header>
      {made && (
        <ShownOnce
          words={t("keys.made", { name: made.name })}
          secret={made.plain}
          onClose={() => setMade(null)}
        />
      )}
      {adding && (
        <AddKey
          onMade={(name, plain) => {
            setMade({ name, plain });
            setAdding(false);
            void read();
          }}
          onCancel={() => setAdding(false)}
        />
      )}
      {working.length > 0 && <Card className="divide-y divide-desk-line p-0">{lines(working)}</Card>}
      {revoked.length > 0 && (
        <details>
          <summary className="cursor-pointer text-lg text-tremor-content">
            {t("keys.revoked", { count: whole(revoked.length) })}
          </summary>
          <Card className="mt-3 divide-y divide-desk-line p-0">{lines(revoked)}</Card>
        </details>
      )}
    </main>
  );
}
