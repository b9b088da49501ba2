import type { Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import "../../_ui/access/sign-in.css";

export const viewport: Viewport = { themeColor: "#0b0e13", colorScheme: "dark" };

export default function SignInLayout({ children }: { children: ReactNode }) {
  return <NextIntlClientProvider>{children}</NextIntlClientProvider>;
}
