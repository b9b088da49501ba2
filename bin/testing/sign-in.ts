import { writeFileSync } from "node:fs";
import path from "node:path";
import { type GivenCookie, readCookies } from "./cookies.ts";

/** Whoever looks at the pages in tests and pictures, unless one says otherwise; of no real person. */
export const ADMIN = { email: "admin@andon.example", password: "a-password-for-tests" } as const;

/**
 * Signs in over the API, as the page does.
 * @returns the cookies that make a browser signed in
 * @throws when it is refused
 */
export async function signIn(url: string, who: { email: string; password: string }): Promise<GivenCookie[]> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ email: who.email, password: who.password }),
  });
  if (!answer.ok) throw new Error(`${who.email} cannot sign in: ${answer.status} ${await answer.text()}`);
  return readCookies(answer, url);
}

/** Keeps somebody's cookies as Playwright reads them. @returns the file's path */
export async function keepSignedIn(url: string, who: typeof ADMIN, folder: string): Promise<string> {
  const file = path.join(folder, "signed-in.json");
  writeFileSync(file, JSON.stringify({ cookies: await signIn(url, who), origins: [] }));
  return file;
}
