import { type ActRow, readActs } from "../../db/stores/acts.ts";
import { type ChangeWindow, readNodeChanges } from "../../db/stores/visit-changes.ts";
import type { Right } from "../../domain/access/rights.ts";
import { nodesByRank } from "../../domain/settings/history.ts";
import type { Act, Change, Changes, Lights, NodeChange } from "../../domain/wire/changes.ts";
import type { Context } from "../platform/context.ts";
import { currentSettings } from "./current-settings.ts";
import { iso } from "./present-order.ts";
import { asShopTime } from "./shop-time.ts";

/** More is asked for in shorter windows. */
const MOST_ACTS = 200;
const ALERT_ACTS = ["alert"];
/** Changes of settings, which only those see who may read the audit. */
const SETTING_ACTS = [
  "node",
  "watch",
  "policy",
  "escalation",
  "status_word",
  "quarantine",
  "role",
  "schedule",
];

type ChangesContext = Pick<Context, "sql" | "settings" | "clock">;

/**
 * The difference of two moments, with what is known now: which nodes grew or shrank, how many turned red, who acted.
 * @param rights of whoever asks: names of people are for who may see who is on call, or the audit
 */
export async function readChanges(
  context: ChangesContext,
  window: ChangeWindow,
  rights: ReadonlySet<Right>,
): Promise<Changes> {
  const settings = await currentSettings(context);
  const [changes, { acts, total }] = await Promise.all([
    readNodeChanges(context.sql, window),
    readActsOf(context, window, rights),
  ]);
  const rows = nodesByRank(settings).map(
    ({ key, nameZh, nameEn, lane, kind }): NodeChange => ({
      key,
      name: nameZh,
      nameEn,
      lane,
      kind,
      ...(changes.get(key) ?? nothing()),
    }),
  );
  const nodes = rows.filter(({ kind }) => kind !== "watch");
  return {
    from: iso(window.fromMs),
    to: iso(window.toMs),
    totals: nodes.reduce<Change>(add, nothing()),
    nodes,
    watches: rows.filter(({ kind }) => kind === "watch"),
    acts,
    actsTotal: total,
  };
}

async function readActsOf(
  { sql, clock }: ChangesContext,
  { fromMs, toMs }: ChangeWindow,
  rights: ReadonlySet<Right>,
): Promise<{ acts: Act[]; total: number }> {
  const asMachine = (shopMs: number) => clock.machineNow() - (clock.shopNow() - shopMs) / clock.speed;
  const audits = rights.has("audit:read");
  const asked = {
    fromMs: asMachine(fromMs),
    toMs: asMachine(toMs),
    kinds: audits ? [...ALERT_ACTS, ...SETTING_ACTS] : ALERT_ACTS,
  };
  const { acts, total } = await readActs(sql, asked, MOST_ACTS);
  const named = audits || rights.has("on-call:read");
  return { acts: acts.map((row) => presentAct(row, asShopTime(clock, row.at), named)), total };
}

const KINDS = ["person", "user", "key", "tv", "system"] as const;

function presentAct({ action, actor, ...row }: ActRow, atMs: number, named: boolean): Act {
  const [kind, name] = splitOnce(actor);
  const by = KINDS.find((known) => known === kind) ?? "system";
  const ofActor = by === "person" || by === "key" ? name : row.userName;
  return {
    at: iso(atMs),
    action,
    by,
    name: named ? (row.byName ?? ofActor) : null,
    subject: row.alerts > 0 ? null : row.subject,
    alerts: row.alerts,
    nodes: row.nodes,
  };
}

function splitOnce(actor: string): [kind: string, name: string | null] {
  const at = actor.indexOf(":");
  return at < 0 ? [actor, null] : [actor.slice(0, at), actor.slice(at + 1)];
}

const noLights = (): Lights => ({ open: 0, yellow: 0, red: 0, breached: 0 });
const nothing = (): Change => ({
  before: noLights(),
  after: noLights(),
  entered: 0,
  left: 0,
  turnedRed: 0,
  endedRed: 0,
});

function add(sum: Change, part: Change): Change {
  return {
    before: addLights(sum.before, part.before),
    after: addLights(sum.after, part.after),
    entered: sum.entered + part.entered,
    left: sum.left + part.left,
    turnedRed: sum.turnedRed + part.turnedRed,
    endedRed: sum.endedRed + part.endedRed,
  };
}

function addLights(a: Lights, b: Lights): Lights {
  return {
    open: a.open + b.open,
    yellow: a.yellow + b.yellow,
    red: a.red + b.red,
    breached: a.breached + b.breached,
  };
}
