import { type GivenCookie, readCookies } from "../testing/cookies.ts";
import { API_KEY, type RunningAndon } from "../testing/run-andon.ts";

/** A television let in, for as long as it is pictured. */
export interface PairedTelevision {
  id: string;
  cookies: GivenCookie[];
}

/** Lets a television in over the API, as its page and a phone would. @throws when it is refused */
export async function pairTelevision(andon: RunningAndon, name: string): Promise<PairedTelevision> {
  const { playlists } = await ask<{ playlists: { id: string }[] }>(andon, "GET", "playlists");
  const pairing = await ask<{ device_code: string; user_code: string }>(andon, "POST", "tv/pairings", {});
  const approval = { userCode: pairing.user_code, name, playlistId: playlists[0]!.id, settings: {} };
  const { id } = await ask<{ id: string }>(andon, "POST", "pairings/approve", approval);
  const answer = await send(andon, "POST", "tv/token", { device_code: pairing.device_code });
  return { id, cookies: readCookies(answer, andon.url) };
}

async function ask<T>(andon: RunningAndon, method: string, path: string, body?: object): Promise<T> {
  return (await (await send(andon, method, path, body)).json()) as T;
}

async function send(andon: RunningAndon, method: string, path: string, body?: object): Promise<Response> {
  const answer = await fetch(`${andon.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json", origin: andon.url },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}
