import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { choosePreferences } from "../_data/preference-commands.ts";
import { currentPreferences, seenUser } from "../_data/session.ts";
import { DeskFrame } from "../_ui/desk/desk-frame.tsx";
import "./desk.css";
import "../_ui/desk/bar.css";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const [who, { theme }] = await Promise.all([seenUser(), currentPreferences()]);
  return (
    <NextIntlClientProvider>
      <DeskFrame who={who} theme={theme} choose={choosePreferences}>
        {children}
      </DeskFrame>
    </NextIntlClientProvider>
  );
}
