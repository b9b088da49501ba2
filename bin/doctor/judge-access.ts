import type { Finding } from "./finding.ts";

/** Who can sign in. */
export interface AccessFacts {
  /** Accounts by role; those that may not sign in are not counted. */
  enabled: Readonly<Record<string, number>>;
  disabled: number;
  /** Whether a start would make the first administrator with a given password. */
  given: boolean;
  host: string;
  publicUrl: string;
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "::1", "[::1]"]);

/** Whether somebody can sign in, and somebody can let others in. */
export function judgeAccess({ enabled, disabled, given, host, publicUrl }: AccessFacts): Finding[] {
  return [judgeAccounts(enabled, disabled, given), ...judgeWay(host, publicUrl)];
}

function judgeAccounts(enabled: AccessFacts["enabled"], disabled: number, given: boolean): Finding {
  const name = "Sign-in";
  const people = Object.values(enabled).reduce((sum, count) => sum + count, 0);
  if (people + disabled === 0) {
    const found = "no account yet: the next start makes the first administrator";
    const advice = given
      ? "It takes ANDON_ADMIN_EMAIL and ANDON_ADMIN_PASSWORD."
      : "Its password is shown once; set ANDON_ADMIN_EMAIL and ANDON_ADMIN_PASSWORD to choose both.";
    return { name, state: "so-so", found, advice };
  }
  const found = `${people} may sign in, ${enabled.admin ?? 0} of them administrators`;
  if ((enabled.admin ?? 0) > 0) return { name, state: "yes", found };
  const advice = "With ANDON_API_KEY set, POST /api/v1/users makes an administrator (docs/ACCESS.md).";
  return { name, state: "no", found: people === 0 ? "nobody may sign in any more" : found, advice };
}

/** Passwords in the clear are worth a word. */
function judgeWay(host: string, publicUrl: string): Finding[] {
  if (LOOPBACK.has(host) || publicUrl.startsWith("https:")) return [];
  const advice = "Put something that speaks https before it, and set PUBLIC_URL to its https:// address.";
  return [{ name: "Way in", state: "so-so", found: "passwords and cookies travel in the clear", advice }];
}
