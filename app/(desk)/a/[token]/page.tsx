import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { passByLink, takeByLink, undoPassByLink } from "../../../_data/link-commands.ts";
import { linkPage } from "../../../_data/links.ts";
import { shopPlace } from "../../../_data/place.ts";
import { LinkRefused, LinkView } from "../../../_ui/desk/link/link-view.tsx";
import { Sorry } from "../../../_ui/desk/sorry.tsx";

interface LinkPageProps {
  params: Promise<{ token: string }>;
  searchParams: Promise<{ lang?: string | string[] }>;
}

/** The address is a secret: it must not go to any page that is opened from here. next.config.ts says so too. */
export const metadata: Metadata = { referrer: "no-referrer" };

/** What a button of a chat message opens. Opening it changes nothing; only pressing the button here does. */
export default async function LinkPage({ params, searchParams }: LinkPageProps) {
  const { token } = await params;
  const { lang } = await searchParams;
  const t = await getTranslations();
  const locale = await getLocale();
  const opened = await linkPage(token).catch((error: unknown) => {
    console.error("a link cannot be read:", error instanceof Error ? error.name : "unknown");
    return null;
  });
  if (opened === null) return <Sorry words={t("desk.unreadable")} retry />;
  if (!opened.ok) return <LinkRefused code={opened.reason} />;
  if (lang === undefined && opened.language === "en") redirect(`/a/${encodeURIComponent(token)}?lang=en`);
  return (
    <LinkView
      link={opened.link}
      place={shopPlace(locale)}
      commands={{
        take: takeByLink.bind(null, token),
        pass: passByLink.bind(null, token),
        undoPass: undoPassByLink.bind(null, token),
      }}
    />
  );
}
