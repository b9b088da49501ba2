import type { FoldedOrder } from "../order/state.ts";
import { MAIN_TOKEN, type OrderFacts, type Promises } from "../order/types.ts";
import type { PromiseKind } from "../settings/types.ts";
import { daysUntil, PROMISED, type TOKEN_KINDS } from "./variables.ts";

type TokenKind = (typeof TOKEN_KINDS)[number];

/** The variables of one order as it stands; those that take work are worked out when they are read. */
export class Values {
  #tokens: Partial<Record<TokenKind, string[]>> | null = null;

  constructor(
    private readonly folded: FoldedOrder,
    private readonly zone: string,
  ) {}

  get node(): string | undefined {
    return this.folded.state.tokens.get(MAIN_TOKEN)?.visit?.node;
  }

  /** Since when `main` is at its node, epoch ms. */
  get since(): number | undefined {
    return this.folded.state.tokens.get(MAIN_TOKEN)?.visit?.enteredAt;
  }

  get bulky(): boolean {
    return this.folded.state.flags.bulky;
  }

  get custom(): boolean {
    return this.folded.state.flags.custom;
  }

  get order(): OrderFacts {
    return this.folded.facts;
  }

  get promise(): Promises {
    return this.folded.state.tokens.get(MAIN_TOKEN)?.promises ?? {};
  }

  get promiseDays(): Partial<Record<PromiseKind, number>> {
    const { promise, zone } = this;
    const { placedAt } = this.order;
    const days: Partial<Record<PromiseKind, number>> = {};
    if (placedAt === undefined) return days;
    for (const [kind, field] of PROMISED) {
      const at = promise[field];
      if (at !== undefined) days[kind] = daysUntil(zone, placedAt, at);
    }
    return days;
  }

  /** The nodes at which tokens of each kind wait. */
  get tokens(): Partial<Record<TokenKind, string[]>> {
    this.#tokens ??= nodesOfTokens(this.folded);
    return this.#tokens;
  }

  /** One variable by its name. */
  read(variable: string): unknown {
    const [root, field] = variable.split(".") as [keyof Values, string | undefined];
    const value = this[root] as unknown;
    return field === undefined ? value : (value as Record<string, unknown>)[field];
  }
}

function nodesOfTokens({ state }: FoldedOrder): Partial<Record<TokenKind, string[]>> {
  const nodes: Record<string, string[]> = Object.create(null);
  for (const [token, { visit }] of state.tokens) {
    const colon = token.indexOf(":");
    if (!visit || colon === -1) continue;
    const kind = token.slice(0, colon);
    nodes[kind] ??= [];
    nodes[kind].push(visit.node);
  }
  return nodes;
}
