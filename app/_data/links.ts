import "server-only";
import { openLink } from "../../server/links/open-link.ts";
import { readDirectory } from "../../server/queries/directory.ts";
import type { LinkData, LinkRefusedCode } from "../_ui/desk/link/types.ts";
import { webContext } from "./context.ts";
import { offWorkOf, shopNodes } from "./nodes.ts";

export type OpenedPage =
  | { ok: true; link: LinkData; language: "zh-CN" | "en" | null }
  | { ok: false; reason: LinkRefusedCode };

/** What a link of a message is about. Reading it changes nothing: chat clients open links by themselves. */
export async function linkPage(token: string): Promise<OpenedPage> {
  const context = webContext();
  const opened = await openLink(context, token);
  if (!opened.ok) return opened;
  const { node, notificationId: _, ...view } = opened.view;
  const [nodes, offWork, directory] = await Promise.all([
    shopNodes(),
    offWorkOf(node),
    readDirectory(context),
  ]);
  return {
    ok: true,
    language: view.personId === null ? null : (directory.people.get(view.personId)?.language ?? null),
    link: {
      ...view,
      node: nodes.find(({ key }) => key === node) ?? null,
      asOf: new Date(context.clock.shopNow()).toISOString(),
      offWork,
    },
  };
}
