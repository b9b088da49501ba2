import type { ROBOT_KINDS } from "./robot-bodies.ts";

type RobotKind = (typeof ROBOT_KINDS)[number];

/** What a robot is reached by. */
export interface RobotSettings {
  token?: string;
  url?: string;
  secret?: string;
  keyword?: string;
}

const TOKEN_IN: Record<Exclude<RobotKind, "webhook">, RegExp> = {
  dingtalk: /[?&]access_token=([^&#]+)/,
  wecom: /[?&]key=([^&#]+)/,
  feishu: /\/hook\/([^/?#]+)/,
};

/**
 * The settings that a robot of a kind needs, out of what was given; people paste the whole address that the chat shows.
 * @returns what is missing, in words
 */
export function robotSettings(kind: RobotKind, given: RobotSettings): RobotSettings | { problem: string } {
  const { secret, keyword } = given;
  const more = { ...(secret ? { secret } : {}), ...(keyword ? { keyword } : {}) };
  if (kind === "webhook") {
    if (given.token) return { problem: "token: a webhook has none; give url and secret" };
    if (!given.url || !secret)
      return { problem: "url and secret: a webhook needs both; make the secret long" };
    return { url: given.url, ...more };
  }
  const token = given.token ?? tokenIn(kind, given.url);
  if (!token) {
    return {
      problem: `token: give the ${kind} robot's token, or as url the whole address that the chat shows`,
    };
  }
  return { token, ...more };
}

function tokenIn(kind: Exclude<RobotKind, "webhook">, url: string | undefined): string | null {
  const found = url === undefined ? null : TOKEN_IN[kind].exec(url)?.[1];
  return found ? decodeURIComponent(found) : null;
}

/** What may be shown of where a robot is: enough to tell two apart. */
export function maskedTarget({ token, url }: RobotSettings): string {
  if (url !== undefined) return `${new URL(url).origin}/…`;
  const shown = 4;
  return token !== undefined && token.length > 3 * shown ? `…${token.slice(-shown)}` : "…";
}
