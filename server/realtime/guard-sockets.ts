import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "socket.io";
import { findWho, type Who } from "../auth/find-who.ts";
import type { Context } from "../platform/context.ts";

type Needs = Pick<Context, "sql" | "clock" | "env">;

/** How often open sockets are asked who they are: with the door's own memory somebody cut off is gone within 5 s. */
const RECHECK_MS = 2_000;
/** Asked for side by side, so that a look at many sockets does not take all connections to Postgres. */
const AT_ONCE = 4;

/**
 * What tells who opens a socket: the headers of its handshake, or, from where no header can be set, a key as `token` of
 * Socket.IO's `auth`.
 */
export function credentialsOf({
  request,
  handshake,
}: Pick<Socket, "request" | "handshake">): IncomingHttpHeaders {
  const token: unknown = handshake.auth.token;
  if (typeof token !== "string" || request.headers.authorization !== undefined) return request.headers;
  // As Node reads headers.
  const latin1 = Buffer.from(token, "utf8").toString("latin1");
  return { ...request.headers, authorization: `Bearer ${latin1}` };
}

/** Whether the headers of a handshake say nothing of who it is: then its `auth` has to. */
export function saysNothing({ authorization, cookie }: IncomingHttpHeaders): boolean {
  return authorization === undefined && cookie === undefined;
}

/** Whether whoever opens a socket with these headers may see the board. @throws when Postgres is away */
export async function mayFollow(context: Needs, headers: IncomingHttpHeaders): Promise<boolean> {
  return sees(await findWho(context, headers));
}

const sees = (who: Who | null) => who?.rights.has("board:read") ?? false;

/** Closes sockets of those who may not see the board any more: signed out, disabled, revoked, expired. */
export class SocketGuard {
  readonly #timer: NodeJS.Timeout;
  #looking = false;

  constructor(
    private readonly context: Needs,
    private readonly sockets: () => Iterable<Socket>,
  ) {
    this.#timer = setInterval(() => void this.look(), RECHECK_MS);
  }

  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const waiting = [...this.sockets()];
      const ask = async () => {
        for (let socket = waiting.pop(); socket; socket = waiting.pop()) await this.#check(socket);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, ask));
    } finally {
      this.#looking = false;
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #check(socket: Socket): Promise<void> {
    // While Postgres is away nobody can be cut off either: what is shown stays up.
    const may = await mayFollow(this.context, credentialsOf(socket)).catch(() => true);
    if (may || !socket.connected) return;
    socket.emit("revoked");
    // The connection and not the room: so the page comes back by itself once somebody has signed in again.
    socket.conn.close();
  }
}
