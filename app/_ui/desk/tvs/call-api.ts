/** What a call to our API came to; `code` as its problem names it, with _ for -. */
export type Answer<T> =
  | { ok: true; body: T }
  | { ok: false; code: string; detail: string; retryAfterS: number };

const PROBLEM = "urn:andon:problem:";

/**
 * Calls our own API as whoever is signed in. Never throws: a call that did not arrive has the code `offline`.
 * @param path below /api/v1
 */
export async function callApi<T = null>(method: string, path: string, body?: object): Promise<Answer<T>> {
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const read = text === "" ? null : JSON.parse(text);
    if (response.ok) return { ok: true, body: read as T };
    const type = String(read?.type ?? "");
    return {
      ok: false,
      code: type.startsWith(PROBLEM) ? type.slice(PROBLEM.length).replaceAll("-", "_") : "other",
      detail: String(read?.detail ?? ""),
      retryAfterS: Number(response.headers.get("retry-after") ?? 0),
    };
  } catch {
    return { ok: false, code: "offline", detail: "", retryAfterS: 0 };
  }
}
