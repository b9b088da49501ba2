import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { currentUser } from "../../_data/session.ts";
import { shownSignIn } from "../../_data/shown-sign-in.ts";
import { pathOnly } from "../../_ui/access/path-only.ts";
import { SignInView } from "../../_ui/access/sign-in-view.tsx";

interface SignInPageProps {
  searchParams: Promise<{ next?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("signIn.title")} · ${t("app.name")}` };
}

/** Where people say who they are; whoever is signed in goes on at once. */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  const locale = await getLocale();
  const asked = [(await searchParams).next].flat().at(-1);
  const next = pathOnly(asked) ?? (locale === "en" ? "/?lang=en" : "/");
  // Without Postgres nobody is known; the page still opens, and signing in says why it cannot.
  const who = await currentUser().catch(() => null);
  if (who?.kind === "user") redirect(next);
  return <SignInView next={next} sent={asked !== undefined} shown={shownSignIn()} />;
}
