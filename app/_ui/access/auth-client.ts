"use client";

/** What sign-in refused, or that nobody answered; `code` is a text under signIn.refused. */
export interface Refusal {
  code: string;
  /** How long to wait before the next try, in s; null: no need. */
  retryAfterS: number | null;
}

export type Answer<T> = { ok: true; value: T } | ({ ok: false } & Refusal);

/** Asks sign-in's own API, which answers with cookies; nothing of a password is kept here. */
export async function askAuth<T>(path: string, body: object): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(`/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    return { ok: false, code: "offline", retryAfterS: null };
  }
  const told = (await response.json().catch(() => null)) as { type?: unknown } | null;
  if (response.ok) return { ok: true, value: told as T };
  return { ok: false, code: codeOf(response.status, told?.type), retryAfterS: waitOf(response.headers) };
}

/** @returns whether the session is over */
export async function signOut(): Promise<boolean> {
  return (await askAuth("sign-out", {})).ok;
}

/** The end of a problem's type, such as wrong-password. */
function codeOf(status: number, type: unknown): string {
  if (status === 422) return "invalid";
  return typeof type === "string" ? type.split(":").at(-1)! : "failed";
}

function waitOf(headers: Headers): number | null {
  const seconds = Number(headers.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null;
}
