import type { Light } from "../../../domain/sla/light.ts";
import type { OrderQuery, Part } from "./orders.ts";

/** The filters that chips set; null or false: does not matter. */
export type Chosen = Pick<OrderQuery, "light" | "breached" | "channel" | "bulky">;

export const LIGHT_ORDER: readonly Light[] = ["red", "yellow", "green"];
/** More channels than this would bury the list; the others are found through the API. */
const CHANNELS_MAX = 8;

/** How many visits there are under a choice. */
export function countChosen(parts: readonly Part[], chosen: Chosen): number {
  return parts.filter((part) => fits(part, chosen)).reduce((sum, { visits }) => sum + visits, 0);
}

function fits(part: Part, { light, breached, channel, bulky }: Chosen): boolean {
  return (
    (light === null || part.light === light) &&
    (!breached || part.breached) &&
    (channel === null || part.channel === channel) &&
    (bulky === null || part.bulky === bulky)
  );
}

/** The channels there are, the one with most visits first. */
export function channelsOf(parts: readonly Part[]): string[] {
  const visits = new Map<string, number>();
  for (const part of parts) {
    if (part.channel !== null) visits.set(part.channel, (visits.get(part.channel) ?? 0) + part.visits);
  }
  return [...visits]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, CHANNELS_MAX)
    .map(([channel]) => channel);
}

/** Which nodes a link to the list is about. */
export function nodeQuery({
  node,
  only,
}: Pick<OrderQuery, "node" | "only">): Record<string, string | undefined> {
  return { node: node || undefined, only: only ?? undefined };
}

/** What a link to the list carries; what does not matter is left out. */
export function chosenQuery({ light, breached, channel, bulky }: Chosen): Record<string, string | undefined> {
  return {
    light: light ?? undefined,
    breached: breached ? "true" : undefined,
    channel: channel ?? undefined,
    bulky: bulky === null ? undefined : String(bulky),
  };
}
