import type { Context } from "../platform/context.ts";
import { bearerOf } from "./bearer.ts";
import { doorOf } from "./door.ts";
import type { Who } from "./who.ts";

export type { Account, Who } from "./who.ts";

/** Headers of the Fetch API, of next/headers or of Node. */
export type AnyHeaders =
  | Pick<Headers, "get">
  | { readonly [name: string]: string | readonly string[] | undefined };

/**
 * Who a request comes from: its bearer key, else its session, else its television's credential. A key that is not known
 * is nobody, whatever cookies come with it.
 * @returns null for nobody
 * @throws when Postgres is away and who it is was not known a minute ago
 */
export async function findWho(
  context: Pick<Context, "sql" | "clock" | "env">,
  headers: AnyHeaders,
): Promise<Who | null> {
  const door = doorOf(context);
  const authorization = read(headers, "authorization");
  if (authorization !== null) {
    const plain = bearerOf(authorization);
    return plain === null ? null : door.byKey(plain);
  }
  return door.byCookie(read(headers, "cookie"));
}

function read(headers: AnyHeaders, name: string): string | null {
  if (isFetchHeaders(headers)) return headers.get(name);
  const value = headers[name];
  return typeof value === "string" ? value : null;
}

function isFetchHeaders(headers: AnyHeaders): headers is Pick<Headers, "get"> {
  return typeof headers.get === "function";
}
