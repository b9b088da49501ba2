import { createHash } from "node:crypto";
import type { Snapshot } from "../../domain/wire/board.ts";

type Content = Pick<Snapshot, "epoch" | "seq" | "totals" | "nodes" | "watches">;

/** Remembers what was shown under each (epoch, seq): two screens must never differ about one. */
export class Witness {
  readonly #seen = new Map<string, { content: string; who: string }>();
  readonly conflicts: string[] = [];
  /** How often somebody saw what another had seen before. */
  agreed = 0;

  saw(who: string, board: Content): void {
    if (board.epoch === null) return;
    const { totals, nodes, watches } = board;
    const content = createHash("sha256")
      .update(JSON.stringify([totals, nodes, watches]))
      .digest("base64");
    const at = `${board.epoch}/${board.seq}`;
    const before = this.#seen.get(at);
    if (before === undefined) this.#seen.set(at, { content, who });
    else if (before.content !== content) this.conflicts.push(`(${at}) differs: ${before.who} and ${who}`);
    else if (before.who !== who) this.agreed++;
  }

  /** Numbers seen by anybody. */
  get size(): number {
    return this.#seen.size;
  }
}
