import { readEntry } from "../../read-entry.ts";
import { ScreenPage } from "../../screen-page.tsx";

interface PageProps {
  params: Promise<{ key: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Instead of a key: the node that is worst at that moment. */
const WORST = "worst";

export default async function NodePage({ params, searchParams }: PageProps) {
  const key = decodeURIComponent((await params).key);
  return <ScreenPage entry={readEntry("node", await searchParams, key === WORST ? undefined : key)} />;
}
