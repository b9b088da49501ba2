import { type PastVisit, readVisitsWithin } from "../../db/stores/past-visits.ts";
import { readRules } from "../../db/stores/policies.ts";
import { type EscalationRules, policyAt } from "../../domain/escalation/policy.ts";
import { type Gathered, gatherCalls, gatherMessages, rehearse } from "../../domain/escalation/rehearse.ts";
import type { PolicyVersion } from "../../domain/escalation/types.ts";
import type { Directory } from "../../domain/oncall/types.ts";
import { versionAt } from "../../domain/settings/history.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";
import { type Addressee, addresseesOf } from "../commands/step-targets.ts";
import type { Context } from "../platform/context.ts";
import { readDirectory } from "./directory.ts";
import { iso } from "./present-order.ts";

export interface DryRunQuestion {
  fromMs: number;
  toMs: number;
  /** Instead of the policies of then: as if this one had been among them. */
  draft: Omit<PolicyVersion, "validFrom"> | null;
}

/** A message, a call or a flag as it would have been. */
export interface DryRunLine {
  at: string;
  kind: "chat" | "voice" | "flag";
  node: string;
  policy: string;
  severity: number;
  /** Alerts that it tells of. */
  count: number;
  /** Some of their orders. */
  orderNos: string[];
  person: { id: string; name: string } | null;
  group: { key: string; name: string } | null;
  fallbackReason: string | null;
}

export interface DryRun {
  from: string;
  to: string;
  totals: { visits: number; alerts: number; messages: number; calls: number; flags: number };
  people: { id: string; name: string; messages: number; calls: number }[];
  nodes: { key: string; alerts: number; messages: number; calls: number }[];
  lines: DryRunLine[];
  /** Totals, people and nodes count all; the first lines are listed. */
  truncated: boolean;
}

/** More visits than this in a window are asked for in parts. */
const MOST_VISITS = 200_000;
const MOST_LINES = 1_000;
const ORDERS_NAMED = 5;
/** What comes to somebody's phone while it rings and is spoken to joins the call. */
const CALL_MS = 60_000;
const MINUTE_MS = 60_000;

/** Too much for one answer. */
export class DryRunTooLargeError extends Error {
  override name = "DryRunTooLargeError";
}

interface Item {
  at: number;
  visit: PastVisit;
  kind: "chat" | "voice" | "flag";
  policy: string;
  severity: 1 | 2 | 3;
  addressee: Addressee | null;
}

/**
 * Who would have been told what, when, had nobody taken anything: for visits of a window of the past with what is known
 * now of their deadlines, by the policies and node settings of then and the people, rotations and storms of now.
 * @throws DryRunTooLargeError
 */
export async function dryRunPolicy(context: Context, question: DryRunQuestion): Promise<DryRun> {
  const { fromMs, toMs, draft } = question;
  const [visits, stored, settings, directory] = await Promise.all([
    readVisitsWithin(context.sql, question, MOST_VISITS),
    readRules(context.sql),
    context.settings.get(),
    readDirectory(context),
  ]);
  if (visits.length > MOST_VISITS)
    throw new DryRunTooLargeError(`more than ${MOST_VISITS} visits lie in the window`);
  const rules = draft ? withDraft(stored, draft) : stored;
  const rehearsal = new Rehearsal(rules, settings, directory, fromMs, toMs);
  for (const visit of visits) rehearsal.add(visit);
  return rehearsal.tell(visits.length);
}

function withDraft(rules: EscalationRules, draft: Omit<PolicyVersion, "validFrom">): EscalationRules {
  const version = { ...draft, validFrom: Number.NEGATIVE_INFINITY };
  return { ...rules, policies: new Map([...rules.policies, [draft.key, [version]]]) };
}

class Rehearsal {
  readonly #items = new Map<string, Item[]>();
  readonly #alerts = new Map<string, number>();
  readonly #addressees = new Map<string, Addressee[]>();

  constructor(
    private readonly rules: EscalationRules,
    private readonly settings: SettingsHistory,
    private readonly directory: Directory,
    private readonly fromMs: number,
    private readonly toMs: number,
  ) {}

  add(visit: PastVisit): void {
    const versions = this.settings.nodes.get(visit.node);
    if (!versions) return;
    const { severity, owner } = versionAt(versions, visit.dueAt);
    if (severity === null) return;
    const policy = policyAt(this.rules, { ...visit, severity }, this.settings, visit.dueAt);
    if (!policy) return;
    const fired = rehearse(visit, policy.steps, this.toMs).filter(({ firedAt }) => firedAt >= this.fromMs);
    if (fired.length > 0) this.#alerts.set(visit.node, (this.#alerts.get(visit.node) ?? 0) + 1);
    for (const { step, firedAt: at } of fired) {
      const { kind } = policy.steps[step]!;
      const item = { at, visit, kind, policy: policy.key, severity };
      if (kind === "flag") this.#put(["flag", visit.node, at], { ...item, addressee: null });
      else
        for (const addressee of this.#addresseesOf(policy, step, owner, severity, at)) {
          const light = at < visit.dueAt ? "yellow" : "red";
          const place =
            addressee.kind === "voice"
              ? [addressee.personId]
              : [light, addressee.groupKey, addressee.personId];
          this.#put([addressee.kind, visit.node, ...place], { ...item, kind: addressee.kind, addressee });
        }
    }
  }

  #put(key: unknown[], item: Item): void {
    const text = JSON.stringify(key);
    const known = this.#items.get(text);
    if (known) known.push(item);
    else this.#items.set(text, [item]);
  }

  /** Who is on call changes by the minute at most. */
  #addresseesOf(
    policy: PolicyVersion,
    step: number,
    ownerRole: string,
    severity: 1 | 2 | 3,
    at: number,
  ): Addressee[] {
    const key = [policy.key, policy.validFrom, step, ownerRole, severity, Math.floor(at / MINUTE_MS)].join(
      "|",
    );
    let found = this.#addressees.get(key);
    if (!found) {
      const circumstances = { ownerRole, severity, atMs: at };
      found = addresseesOf(policy.steps[step]!, this.directory, this.rules.settings, circumstances, null);
      this.#addressees.set(key, found);
    }
    return found;
  }

  tell(visits: number): DryRun {
    const lines = [...this.#items.values()]
      .flatMap((items) => this.#gather(items))
      .sort((a, b) => a.at - b.at);
    const of = (kind: Item["kind"]) => lines.filter(({ items }) => items[0]!.kind === kind);
    const alerts = [...this.#alerts.values()].reduce((sum, n) => sum + n, 0);
    const [messages, calls, flags] = [of("chat"), of("voice"), of("flag")];
    return {
      from: iso(this.fromMs),
      to: iso(this.toMs),
      totals: { visits, alerts, messages: messages.length, calls: calls.length, flags: flags.length },
      people: this.#people(messages, calls),
      nodes: [...this.#alerts].map(([key, n]) => ({
        key,
        alerts: n,
        messages: messages.filter(({ items }) => items[0]!.visit.node === key).length,
        calls: calls.filter(({ items }) => items[0]!.visit.node === key).length,
      })),
      lines: lines.slice(0, MOST_LINES).map((line) => this.#present(line)),
      truncated: lines.length > MOST_LINES,
    };
  }

  #gather(items: Item[]): Gathered<Item>[] {
    const { kind } = items[0]!;
    if (kind === "flag") return [{ at: items[0]!.at, items }];
    return kind === "voice" ? gatherCalls(items, CALL_MS) : gatherMessages(items, this.rules.settings.storm);
  }

  #people(messages: readonly Gathered<Item>[], calls: readonly Gathered<Item>[]): DryRun["people"] {
    const people = new Map<string, DryRun["people"][number]>();
    for (const [field, lines] of [
      ["messages", messages],
      ["calls", calls],
    ] as const)
      for (const { items } of lines) {
        const person = this.#person(items[0]!.addressee?.personId ?? null);
        if (!person) continue;
        const counted = people.get(person.id) ?? { ...person, messages: 0, calls: 0 };
        counted[field]++;
        people.set(person.id, counted);
      }
    return [...people.values()].sort((a, b) => b.calls - a.calls || b.messages - a.messages);
  }

  #person(id: string | null): { id: string; name: string } | null {
    const person = id === null ? undefined : this.directory.people.get(id);
    return person ? { id: person.id, name: person.name } : null;
  }

  #present({ at, items }: Gathered<Item>): DryRunLine {
    const { kind, visit, policy, severity, addressee } = items[0]!;
    const group = addressee?.groupKey ? this.directory.groups.get(addressee.groupKey) : undefined;
    return {
      at: iso(at),
      kind,
      node: visit.node,
      policy,
      severity,
      count: items.length,
      orderNos: items.slice(0, ORDERS_NAMED).map((item) => item.visit.orderNo),
      person: this.#person(addressee?.personId ?? null),
      group: group ? { key: group.key, name: group.name } : null,
      fallbackReason: addressee?.fallbackReason ?? null,
    };
  }
}
