import type { Right } from "./rights.ts";

/** What a page asks of who opens it: a right, merely to be signed in, or nothing. */
export type PageNeed = Right | "signed-in" | "open";

/** Every page for people; `[x]` stands for one segment. A page without a row is opened by nobody. */
export const PAGE_NEEDS: Readonly<Record<string, PageNeed>> = {
  "/": "board:read",
  "/wall": "board:read",
  "/wall/bottlenecks": "board:read",
  "/wall/node/[key]": "board:read",
  "/wall/escalations": "board:read",
  "/wall/forecast": "board:read",
  "/orders": "orders:read",
  "/order": "orders:read",
  "/alerts": "orders:read",
  "/alerts/[id]": "orders:read",
  "/changes": "orders:read",
  "/oncall": "on-call:read",
  "/tvs": "screens:read",
  "/tvs/pair": "screens:write",
  "/tvs/playlists": "screens:read",
  "/tvs/[id]/remote": "screens:write",
  "/users": "access:write",
  "/keys": "access:write",
  "/account": "signed-in",
  "/signin": "open",
  // The television's own, and whoever has the address of a message's button.
  "/tv": "open",
  "/a/[token]": "open",
};

/** @returns what the page at a path needs; null when there is no such page */
export function needOf(path: string): PageNeed | null {
  const asked = segments(path);
  for (const [pattern, need] of Object.entries(PAGE_NEEDS)) {
    const known = segments(pattern);
    if (known.length !== asked.length) continue;
    if (known.every((segment, at) => segment.startsWith("[") || segment === asked[at])) return need;
  }
  return null;
}

/** Whether somebody with these rights may open the page at a path. */
export function mayOpen(path: string, rights: Pick<ReadonlySet<Right>, "has">): boolean {
  const need = needOf(path);
  if (need === null) return false;
  return need === "open" || need === "signed-in" || rights.has(need);
}

const segments = (path: string) => path.split("/").filter((segment) => segment !== "");
