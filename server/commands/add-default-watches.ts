import { readSettings } from "../../db/stores/settings.ts";
import { WATCH_PREFIX } from "../../domain/watch/compile.ts";
import { defaultWatches } from "../../domain/watch/defaults.ts";
import { specOf, zoneOf } from "../../domain/watch/spec.ts";
import type { Context } from "../platform/context.ts";
import { changingNodes } from "./change-nodes.ts";
import { setWithin } from "./set-watch.ts";

/** Who gives a shop the watches that it is to begin with. */
const ACTOR = "andon";

/**
 * Gives a database from before there were watches the ones that a new one begins with, from now on (shop time): open
 * orders enter them. A shop that has any, switched off or not, keeps what it has.
 * @returns how many
 */
export async function addDefaultWatches(context: Context): Promise<number> {
  const known = await context.settings.get();
  if ([...known.nodes.keys()].some(isWatch)) return 0;
  const { added } = await changingNodes(context, async (tx) => {
    const settings = await readSettings(tx);
    // Another process was quicker.
    if ([...settings.nodes.keys()].some(isWatch)) return { ok: false, added: 0 };
    const watches = defaultWatches(zoneOf(settings));
    for (const node of watches)
      await setWithin(tx, context, ACTOR, node.key.slice(WATCH_PREFIX.length), specOf(node));
    return { ok: true, added: watches.length };
  });
  return added;
}

const isWatch = (key: string) => key.startsWith(WATCH_PREFIX);
