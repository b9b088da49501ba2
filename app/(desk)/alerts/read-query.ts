import type { AlertQuery } from "../../_ui/desk/alerts/types.ts";
import type { Query } from "../orders/read-query.ts";

const STATES = ["urgent", "told", "open", "acknowledged", "resolved", "all"] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the page's query. @returns the parameter that cannot be understood instead */
export function readAlertQuery(query: Query): AlertQuery | { wrong: string } {
  const text = (name: string) => [query[name]].flat().at(-1) || null;
  const state = text("state") ?? "urgent";
  const severity = text("severity");
  const person = text("person");
  const node = text("node");
  if (!(STATES as readonly string[]).includes(state)) return { wrong: "state" };
  if (severity !== null && !/^[123]$/.test(severity)) return { wrong: "severity" };
  if (person !== null && !UUID.test(person)) return { wrong: "person" };
  if (node?.includes("\0")) return { wrong: "node" };
  return {
    state: state as AlertQuery["state"],
    node,
    severity: severity === null ? null : (Number(severity) as 1 | 2 | 3),
    person,
    cursor: text("cursor"),
  };
}
