"use client";
import { useCallback, useEffect, useState } from "react";

/** What the API answered: a value, or which problem it was (the end of its type). */
export type ApiAnswer<T> = { ok: true; value: T } | { ok: false; code: string };

/** Asks Andon's own API as whoever is signed in. */
export async function askApi<T>(method: string, path: string, body?: object): Promise<ApiAnswer<T>> {
  try {
    const response = await fetch(`/api/v1/${path}`, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const told = (await response.json().catch(() => null)) as { type?: string } | null;
    if (response.ok) return { ok: true, value: told as T };
    return { ok: false, code: told?.type?.split(":").at(-1) ?? "failed" };
  } catch {
    return { ok: false, code: "offline" };
  }
}

/** A list of the API: null while it is read, and how to read it again. */
export function useList<T>(path: string) {
  const [answer, setAnswer] = useState<ApiAnswer<T> | null>(null);
  const read = useCallback(async () => setAnswer(await askApi<T>("GET", path)), [path]);
  useEffect(() => {
    void read();
  }, [read]);
  return { answer, read };
}
