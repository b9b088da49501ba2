import type { Sql } from "../../db/sql.ts";
import { touchApiKey } from "../../db/stores/api-keys.ts";
import { readSession, type SessionUser } from "../../db/stores/sessions.ts";
import { readTvByHash } from "../../db/stores/tv-credentials.ts";
import { type Right, type Role, rightsOfRole, rightsOfScopes } from "../../domain/access/rights.ts";
import type { Context } from "../platform/context.ts";
import { within } from "../platform/within.ts";
import { openToken, readCookie, sessionCookieName, TV_COOKIE } from "./cookies.ts";
import { FreshCache } from "./fresh-cache.ts";
import { hashToken } from "./hash-token.ts";
import { KeyRing, type Patience } from "./key-ring.ts";
import { authSecret } from "./secret.ts";
import type { Who } from "./who.ts";

type Needs = Pick<Context, "sql" | "clock" | "env">;
type Run = <T>(work: () => Promise<T>) => Promise<T>;

/** Nobody waits longer to be recognised where no watch tells that Postgres is away. */
const PATIENCE_MS = 3_000;
/** How often a key's last use is written. */
const TOUCH_MS = 60_000;
/** A television sees the board and nothing else, whatever a role may become. */
const TV_RIGHTS: ReadonlySet<Right> = new Set(["board:read"]);
const NO_RIGHTS: ReadonlySet<Right> = new Set();

/** Recognises keys, sessions and televisions. One per process, since it remembers for a moment whom it has seen. */
export class Door {
  readonly keys: KeyRing;
  readonly #sessions: FreshCache<SessionUser | null>;
  readonly #tvs: FreshCache<{ id: string; name: string } | null>;
  readonly #touched = new Map<number, number>();

  /** @param run answers in time even when Postgres is away */
  constructor(
    private readonly context: Needs,
    private readonly run: Run = (work) => within(work(), PATIENCE_MS),
  ) {
    const { sql, clock } = context;
    this.keys = new KeyRing(context, run);
    this.#sessions = new FreshCache(clock.machineNow, (token) =>
      run(() => readSession(sql, hashToken(token))),
    );
    this.#tvs = new FreshCache(clock.machineNow, (token) => run(() => readTvByHash(sql, hashToken(token))));
  }

  /** @param plain the key as it was sent, Latin-1 as Node reads headers */
  async byKey(plain: string, patience?: Patience): Promise<Who | null> {
    const key = await this.keys.find(plain, patience);
    if (!key) return null;
    this.#touch(key.id);
    return {
      kind: "key",
      id: String(key.id),
      name: key.name,
      rights: rightsOfScopes(key.scopes),
      role: null,
      personId: null,
      account: null,
    };
  }

  /** Who a Cookie header is: a session before a television. */
  async byCookie(header: string | null | undefined): Promise<Who | null> {
    return (await this.#bySession(header)) ?? (await this.#byTv(header));
  }

  async #bySession(header: string | null | undefined): Promise<Who | null> {
    const signed = readCookie(header, sessionCookieName(this.context.env.publicUrl));
    if (signed === null) return null;
    const token = openToken(signed, await this.run(() => authSecret(this.context.sql)));
    const user = token === null ? null : await this.#sessions.get(token);
    if (!user || user.expiresAt <= this.context.clock.machineNow()) return null;
    const { id, name, role, personId, email, language, theme, twoFactor, mustChangePassword } = user;
    return {
      kind: "user",
      id,
      name,
      rights: mustChangePassword ? NO_RIGHTS : rightsOfRole(role),
      role: role as Role,
      personId,
      account: { email, language, theme, twoFactor, mustChangePassword },
    };
  }

  async #byTv(header: string | null | undefined): Promise<Who | null> {
    const token = readCookie(header, TV_COOKIE);
    const tv = token === null ? null : await this.#tvs.get(token);
    return tv && { kind: "tv", ...tv, rights: TV_RIGHTS, role: null, personId: null, account: null };
  }

  #touch(id: number): void {
    const now = this.context.clock.machineNow();
    if (now - (this.#touched.get(id) ?? Number.NEGATIVE_INFINITY) < TOUCH_MS) return;
    this.#touched.set(id, now);
    // Nothing waits for it: a request must not fail because its trace cannot be kept.
    touchApiKey(this.context.sql, id, now, now - TOUCH_MS).catch(() => this.#touched.delete(id));
  }
}

const doors = new WeakMap<Sql, Door>();

/** The door of this process. @param run of whoever comes first */
export function doorOf(context: Needs, run?: Run): Door {
  let door = doors.get(context.sql);
  if (!door || run) {
    door = new Door(context, run);
    doors.set(context.sql, door);
  }
  return door;
}
