import type { Right, Role } from "../../domain/access/rights.ts";

/** Somebody or something that was recognised, and what it may do. */
export interface Who {
  kind: "key" | "user" | "tv";
  id: string;
  name: string;
  /** Empty while a first password has to be changed. */
  rights: ReadonlySet<Right>;
  /** Of users. */
  role: Role | null;
  /** Who they are when they take an alert; null: nobody on call. */
  personId: string | null;
  /** Of users. */
  account: Account | null;
}

/** What the pages need to know of somebody who signed in. */
export interface Account {
  email: string;
  language: string;
  theme: string;
  twoFactor: boolean;
  mustChangePassword: boolean;
}

/** As audit rows name it: `key:NAME`, `user:ID`, `tv:ID`. */
export function actorOf(who: Pick<Who, "kind" | "id" | "name">): string {
  return who.kind === "key" ? `key:${who.name}` : `${who.kind}:${who.id}`;
}
