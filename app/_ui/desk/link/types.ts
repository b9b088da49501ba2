import type { NodeName } from "../orders.ts";

/** Why a link does nothing: a text under link.refused. */
export type LinkRefusedCode = "forged" | "expired" | "used" | "look_only" | "gone";

/** What a link of a chat message is about, as it stands. Times are epoch ms of shop time. */
export interface LinkData {
  action: "take" | "pass" | "look";
  /** Whom it was made for, or the group. */
  name: string;
  personId: string | null;
  node: NodeName | null;
  severity: number | null;
  alerts: number;
  unresolved: number;
  /** The one that is late longest. */
  alertId: string | null;
  oldestDueAt: number | null;
  taken: { personId: string | null; name: string; pledgeUntil: number } | null;
  used: boolean;
  asOf: string;
  /** When the node's people go home, "HH:MM". */
  offWork: string;
}
