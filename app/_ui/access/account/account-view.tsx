"use client";
import { Card } from "@tremor/react";
import { useWords } from "../../use-words.ts";
import { PasswordCard } from "./password-card.tsx";
import { ScreensCard } from "./screens-card.tsx";
import { TwoFactorCard } from "./two-factor-card.tsx";
import type { AccountData, Choose } from "./types.ts";

/** Who one is, how one wants the screens, and how one signs in. */
export function AccountView({ data, choose }: { data: AccountData; choose: Choose }) {
  const { t } = useWords();
  const facts: [string, string][] = [
    [t("account.email"), data.email],
    ...(data.role ? ([[t("account.role"), t(`roles.${data.role}`)]] as [string, string][]) : []),
    [t("account.person"), data.person ?? t("account.noPerson", { name: data.name })],
  ];
  return (
    <main className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5 p-4 sm:p-6" data-page="account">
      <h1 className="text-3xl font-bold text-tremor-content-strong">{t("account.title")}</h1>
      {data.mustChangePassword ? (
        <>
          <p
            className="rounded-tremor-default border-2 border-desk-warn-line bg-desk-warn-ground p-4 text-lg text-desk-warn-strong"
            role="status"
          >
            {t("account.first")}
          </p>
          <PasswordCard first />
        </>
      ) : (
        <>
          <Card className="grid gap-3 p-4 sm:p-6">
            <h2 className="text-xl font-semibold text-tremor-content-strong">{data.name}</h2>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-base">
              {facts.map(([label, value]) => (
                <div key={label} className="contents">
                  <dt className="text-tremor-content">{label}</dt>
                  <dd className="break-words text-tremor-content-strong">{value}</dd>
                </div>
              ))}
            </dl>
          </Card>
          <ScreensCard choose={choose} />
          <PasswordCard />
          <TwoFactorCard on={data.twoFactor} />
        </>
      )}
    </main>
  );
}
