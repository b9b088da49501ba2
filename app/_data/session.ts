import "server-only";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import type { Right } from "../../domain/access/rights.ts";
import { type Account, findWho, type Who } from "../../server/auth/find-who.ts";
import { readPreferences } from "../../server/queries/preferences.ts";
import type { SeenUser, Theme } from "../_ui/desk/who.ts";
import { PATH_HEADER } from "../_ui/language.ts";
import { webContext } from "./context.ts";

/** Who asks for the page: once a request, whatever asks how often. @throws when Postgres is away */
export const currentUser = cache(
  async (): Promise<Who | null> => await findWho(webContext(), await headers()),
);

/**
 * Whoever may do this; the rest end here: nobody is sent to sign in, and who lacks the right sees the page that says so
 * (403). Not inside a try: it ends the page by throwing.
 */
export async function requireUser(right: Right): Promise<Who> {
  const who = await currentUser();
  if (who === null) redirect(await signInHref());
  if (who.account?.mustChangePassword) redirect("/account");
  if (!who.rights.has(right)) forbidden();
  return who;
}

/** Somebody with an account of their own, whatever it may do. */
export async function requireAccount(): Promise<Who & { account: Account }> {
  const who = await currentUser();
  if (who === null || who.account === null) redirect(await signInHref());
  return { ...who, account: who.account };
}

/** For server actions, which answer instead of leading away: who may do this, else null. */
export async function userWith(right: Right): Promise<Who | null> {
  const who = await currentUser();
  return who?.rights.has(right) ? who : null;
}

/** Language and theme that somebody chose; the system's where nobody is signed in. As they are now, not a moment ago. */
export const currentPreferences = cache(async (): Promise<{ language: string | null; theme: Theme }> => {
  const who = await currentUser().catch(() => null);
  if (!who?.account) return { language: null, theme: "system" };
  const { account } = who;
  const { language, theme } = (await readPreferences(webContext(), who.id).catch(() => null)) ?? account;
  return { language, theme: theme === "light" || theme === "dark" ? theme : "system" };
});

/** What the browser is told of who is signed in. */
export async function seenUser(): Promise<SeenUser | null> {
  const who = await currentUser().catch(() => null);
  if (who === null) return null;
  return { kind: who.kind, name: who.name, role: who.role, rights: [...who.rights] };
}

async function signInHref(): Promise<string> {
  const path = (await headers()).get(PATH_HEADER) ?? "/";
  return path === "/" ? "/signin" : `/signin?next=${encodeURIComponent(path)}`;
}
