import "server-only";
import { nodesByRank, versionAt } from "../../domain/settings/history.ts";
import { currentSettings } from "../../server/queries/current-settings.ts";
import type { NodeName } from "../_ui/desk/orders.ts";
import { webContext } from "./context.ts";

/** Where a node's clock never stops, its people still go home, "HH:MM". */
const USUAL_OFF_WORK = "18:00";

/** Every node and watch by its names. */
export async function shopNodes(): Promise<NodeName[]> {
  return nodesByRank(await currentSettings(webContext())).map(({ key, nameZh, nameEn }) => ({
    key,
    name: nameZh,
    nameEn,
  }));
}

/** The board's nodes, or those of them whose reds call somebody, or just light up. */
export async function boardNodes(only: "calling" | "light_only" | null): Promise<string[]> {
  return nodesByRank(await currentSettings(webContext()))
    .filter(({ kind }) => kind !== "watch")
    .filter(({ severity }) => only === null || (severity === 3) === (only === "light_only"))
    .map(({ key }) => key);
}

/** When the people of a node go home, "HH:MM" in the shop's time zone: the end of its clock's last window. */
export async function offWorkOf(nodeKey: string | null): Promise<string> {
  const context = webContext();
  const settings = await currentSettings(context);
  const node = nodeKey === null ? undefined : settings.nodes.get(nodeKey)?.at(-1);
  const versions = node && settings.clocks.get(node.clock);
  if (!versions) return USUAL_OFF_WORK;
  return versionAt(versions, context.clock.shopNow()).windows?.at(-1)?.to ?? USUAL_OFF_WORK;
}
