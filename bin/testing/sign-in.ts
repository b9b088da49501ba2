import { writeFileSync } from "node:fs";
import path from "node:path";

/** Whoever looks at the pages in tests and pictures, unless one says otherwise; of no real person. */
export const ADMIN = { email: "admin@andon.example", password: "a-password-for-tests" } as const;

/** A cookie as the browser of a test is given it. */
interface GivenCookie {
  name: string;
  value: string;
  domain: string;
  path: string;
  expires: number;
  httpOnly: boolean;
  secure: boolean;
  sameSite: "Lax";
}

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
  return answer.headers.getSetCookie().map((line) => {
    const [pair = ""] = line.split(";");
    const at = pair.indexOf("=");
    return {
      name: pair.slice(0, at),
      value: pair.slice(at + 1),
      domain: new URL(url).hostname,
      path: "/",
      expires: -1,
      httpOnly: true,
      secure: false,
      sameSite: "Lax",
    };
  });
}

/** Keeps somebody's cookies as Playwright reads them. @returns the file's path */
export async function keepSignedIn(url: string, who: typeof ADMIN, folder: string): Promise<string> {
  const file = path.join(folder, "signed-in.json");
  writeFileSync(file, JSON.stringify({ cookies: await signIn(url, who), origins: [] }));
  return file;
}
