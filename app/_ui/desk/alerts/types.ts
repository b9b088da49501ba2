import type { ALERT_STATES, AlertDetail, AlertPage } from "../../../../domain/wire/alerts.ts";
import type { NodeName } from "../orders.ts";

export type AlertState = (typeof ALERT_STATES)[number];

/** What a list of alerts was asked for; null: does not matter. */
export interface AlertQuery {
  /** Of those that are not resolved, urgent has a flag or was called about, and told is in a chat only. */
  state: AlertState | "urgent" | "told" | "all";
  node: string | null;
  severity: 1 | 2 | 3 | null;
  /** A person's id. */
  person: string | null;
  cursor: string | null;
}

export interface PersonName {
  id: string;
  name: string;
}

/** How late people were told, and how long it took until somebody took it; null: nothing to measure yet. */
export interface Measured {
  count: number;
  p50Ms: number;
  p99Ms: number;
}

export interface AlertListData {
  page: AlertPage;
  nodes: NodeName[];
  /** Who can have it. */
  people: PersonName[];
  /** How many more are not resolved and were told in a chat only; null: not asked. */
  toldOnly: number | null;
  lateness: Measured | null;
  timeToTake: Measured | null;
}

export interface AlertData {
  alert: AlertDetail;
  nodes: NodeName[];
  people: PersonName[];
  /** When the node's people go home, "HH:MM". */
  offWork: string;
}

/** What became of it, in what the screen needs to say so. */
export type ActionAnswer =
  | { kind: "taken"; count: number; untilMs: number; already: { name: string; untilMs: number } | null }
  | { kind: "passed"; to: string | null; undoForMs: number }
  | { kind: "undone" }
  | { kind: "resolved"; count: number }
  /** Refused, or not possible any more: `code` is a text under alerts.refused. */
  | { kind: "refused"; code: string };

/** What a desk may do as whoever is signed in; server actions, handed down by the page. */
export interface AlertCommands {
  take(ids: string[], pledgeUntilMs: number, over: boolean): Promise<ActionAnswer>;
  /** To a person; null: to the next in line. */
  pass(ids: string[], toPersonId: string | null): Promise<ActionAnswer>;
  undoPass(ids: string[]): Promise<ActionAnswer>;
  resolve(ids: string[]): Promise<ActionAnswer>;
}
