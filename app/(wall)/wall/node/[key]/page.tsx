import { requireUser } from "../../../../_data/session.ts";
import { ReplayNode } from "../../../../_ui/replay/replay-node.tsx";
import { readEntry } from "../../read-entry.ts";
import { readReplay } from "../../replay.tsx";
import { ScreenPage } from "../../screen-page.tsx";

interface PageProps {
  params: Promise<{ key: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Instead of a key: the node that is worst at that moment. */
const WORST = "worst";

export default async function NodePage({ params, searchParams }: PageProps) {
  await requireUser("board:read");
  const key = decodeURIComponent((await params).key);
  const query = await searchParams;
  const entry = readEntry("node", query, key === WORST ? undefined : key);
  if (query.replay === undefined) return <ScreenPage entry={entry} />;
  const here = `/wall/node/${encodeURIComponent(key)}`;
  const told = await readReplay([query.replay].flat().at(-1) ?? "", [query.speed].flat().at(-1), here);
  return "notice" in told ? told.notice : <ReplayNode {...told.replay} entry={entry} />;
}
