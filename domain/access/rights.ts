/** What may be done, as the API and the pages ask for it: one right per call. */
export const RIGHTS = [
  /** The live and the past board, delay, forecast, escalations under way: numbers and order numbers, nobody's name. */
  "board:read",
  /** Lists of orders and single ones, with personal data masked. */
  "orders:read",
  /** Names, phones and addresses in full; each look is audited. */
  "people:unmask",
  /** Taking alerts, passing them on, resolving them. */
  "alerts:act",
  /** Who is on call, whose contact is what (masked), what was sent to whom. */
  "on-call:read",
  /** People, contacts, roles, schedules, groups, robots. */
  "on-call:write",
  /** Nodes, watches, policies, status words; quarantine and its replay. */
  "settings:read",
  "settings:write",
  /** Televisions and playlists. */
  "screens:read",
  "screens:write",
  /** Money: settlements, refunds, differences. */
  "finance:read",
  /** Users, their roles, API keys. */
  "access:write",
  /** Who did what. */
  "audit:read",
  /** Taking in events: programs alone. */
  "events:write",
  /** The process's own figures. */
  "metrics:read",
] as const;
export type Right = (typeof RIGHTS)[number];

/** From least to most, but for finance, which stands aside. */
export const ROLES = ["wall", "operator", "lead", "manager", "finance", "admin"] as const;
export type Role = (typeof ROLES)[number];

const OPERATOR: readonly Right[] = ["board:read", "orders:read", "alerts:act", "on-call:read"];
const LEAD: readonly Right[] = [...OPERATOR, "people:unmask", "settings:read", "screens:read"];
const MANAGER: readonly Right[] = [
  ...LEAD,
  "on-call:write",
  "settings:write",
  "screens:write",
  "finance:read",
  "audit:read",
];

/** What each role may do. Nobody who looks at a wall needs to know who ordered; finance need not know who is on call. */
export const RIGHTS_OF_ROLE: Readonly<Record<Role, readonly Right[]>> = {
  wall: ["board:read"],
  operator: OPERATOR,
  lead: LEAD,
  manager: MANAGER,
  finance: ["board:read", "orders:read", "finance:read"],
  admin: RIGHTS,
};

/** The three scopes that API keys began with; any single right is a scope too. */
const SCOPE_BUNDLES: Readonly<Record<string, readonly Right[]>> = {
  read: RIGHTS.filter((right) => right.endsWith(":read")),
  admin: RIGHTS,
};

/** What an API key's scopes allow. Scopes that nobody knows any more allow nothing. */
export function rightsOfScopes(scopes: readonly string[]): ReadonlySet<Right> {
  return new Set(
    scopes.flatMap((scope) => SCOPE_BUNDLES[scope] ?? RIGHTS.filter((right) => right === scope)),
  );
}

/** What somebody with the role may do; an unknown role may do nothing. */
export function rightsOfRole(role: string): ReadonlySet<Right> {
  return new Set(RIGHTS_OF_ROLE[role as Role] ?? []);
}
