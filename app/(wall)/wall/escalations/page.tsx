import { requireUser } from "../../../_data/session.ts";
import { readEntry } from "../read-entry.ts";
import { ScreenPage } from "../screen-page.tsx";

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function EscalationsPage({ searchParams }: PageProps) {
  await requireUser("board:read");
  return <ScreenPage entry={readEntry("escalations", await searchParams)} />;
}
