import type { Light } from "../../../domain/sla/light.ts";
import { parseInstant } from "../../../domain/wire/instant.ts";
import { LIGHT_ORDER } from "../../_ui/desk/chips.ts";
import type { OrderQuery } from "../../_ui/desk/orders.ts";

export type Query = Record<string, string | string[] | undefined>;

/** Reads the page's query, which is the API's own. @returns the parameter that cannot be understood instead */
export function readQuery(query: Query): OrderQuery | { wrong: string } {
  const text = (name: string) => [query[name]].flat().at(-1) || null;
  const [asOf, from, to] = ["asOf", "overdueFrom", "overdueTo"].map((name) => readInstant(text(name)));
  const light = text("light");
  const bulky = text("bulky");
  if (asOf === "wrong") return { wrong: "asOf" };
  if (from === "wrong" || (from === null) !== (to === null)) return { wrong: "overdueFrom" };
  if (to === "wrong") return { wrong: "overdueTo" };
  const only = text("only");
  if (only !== null && only !== "calling" && only !== "light_only") return { wrong: "only" };
  if (light !== null && !(LIGHT_ORDER as string[]).includes(light)) return { wrong: "light" };
  if (bulky !== null && bulky !== "true" && bulky !== "false") return { wrong: "bulky" };
  return {
    node: text("node") ?? "",
    only,
    light: light as Light | null,
    breached: text("breached") === "true",
    channel: text("channel"),
    bulky: bulky === null ? null : bulky === "true",
    window: from != null && to != null ? { fromMs: from, toMs: to } : null,
    asOfMs: asOf ?? null,
    cursor: text("cursor"),
  };
}

function readInstant(text: string | null): number | null | "wrong" {
  if (text === null) return null;
  // A plus that was not escaped arrives as a space.
  const instant = parseInstant(text.replace(/ (\d{2}:\d{2})$/, "+$1"));
  return typeof instant === "number" ? instant : "wrong";
}
