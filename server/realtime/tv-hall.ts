import { noteTvReport, readTvStates } from "../../db/stores/tvs.ts";
import { type TvCommand, type TvState, tvReportSchema } from "../../domain/screens/types.ts";
import type { Context } from "../platform/context.ts";
import { findTv } from "../tvs/find-tv.ts";
import { type FramePlace, FrameTimes } from "../tvs/frame-times.ts";
import { REPORT_KEPT_EVERY_MS, REPORT_LEAST_MS, TV_LOOK_MS } from "../tvs/limits.ts";
import { listenForTvs, type TvNews } from "../tvs/news.ts";
import { keepReport } from "../tvs/reports.ts";

/** What only televisions are sent, and send. */
export interface ToTv {
  tv: (state: TvState) => void;
  command: (command: TvCommand) => void;
  revoked: () => void;
}
export interface FromTv {
  report: (report: unknown) => void;
}

/** As much of a Socket.IO socket as the hall needs. */
interface TvSocket {
  readonly connected: boolean;
  readonly handshake: { headers: { cookie?: string } };
  emit<Name extends keyof ToTv>(name: Name, ...body: Parameters<ToTv[Name]>): unknown;
  on(name: "report", listener: FromTv["report"]): unknown;
  on(name: "disconnect", listener: () => void): unknown;
  readonly conn: { close(): unknown };
}

interface Guest {
  id: string;
  joinedAt: number;
  /** The state that it was last sent, as text. */
  text: string;
  reportedAt: number;
}

type Needs = Pick<Context, "sql" | "redis" | "boardTag" | "clock">;

/**
 * The televisions that hang on this web process: tells each what it shows, carries commands to it, hears its reports, and
 * cuts it off once it was revoked. What Redis tells is passed on at once; what it fails to tell is found by looking.
 */
export class TvHall {
  readonly #guests = new Map<TvSocket, Guest>();
  /** They came while Postgres was away, and are asked for again at the next look. */
  readonly #unknown = new Set<TvSocket>();
  readonly #frames = new FrameTimes();
  /** Television → when its report was last written to Postgres. */
  readonly #keptAt = new Map<string, number>();
  readonly #stopListening: () => void;
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | null = null;
  #again = false;

  constructor(private readonly context: Needs) {
    this.#stopListening = listenForTvs(context, (news) => this.#hear(news));
    this.#timer = setInterval(() => void this.look(), TV_LOOK_MS);
  }

  /** A frame went out to the screens. */
  sent(place: { epoch: number | null; seq: number | null }): void {
    if (isPlace(place)) this.#frames.note(place, this.context.clock.machineNow());
  }

  /** Takes a socket in, if it is a television's; others are left alone. */
  async join(socket: TvSocket): Promise<void> {
    socket.on("disconnect", () => {
      this.#guests.delete(socket);
      this.#unknown.delete(socket);
    });
    socket.on("report", (report) => this.#report(socket, report));
    await this.#admit(socket);
    if (this.#guests.has(socket)) await this.look();
  }

  /** Tells every television what changed since it was last told. One look at a time; a later one sees what came between. */
  look(): Promise<void> {
    this.#again = true;
    this.#looking ??= this.#lookUntilQuiet().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#stopListening();
  }

  async #admit(socket: TvSocket): Promise<void> {
    try {
      const tv = await findTv(this.context, socket.handshake.headers.cookie);
      this.#unknown.delete(socket);
      if (tv === null || !socket.connected) return;
      const joinedAt = this.context.clock.machineNow();
      this.#guests.set(socket, { id: tv.id, joinedAt, text: "", reportedAt: Number.NEGATIVE_INFINITY });
    } catch {
      if (socket.connected) this.#unknown.add(socket);
    }
  }

  async #lookUntilQuiet(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      for (const socket of [...this.#unknown]) await this.#admit(socket);
      if (this.#guests.size === 0) continue;
      const looked = [...this.#guests];
      const ids = [...new Set(looked.map(([, { id }]) => id))];
      // Postgres may be away: what was told stays true until it is back.
      const states = await readTvStates(this.context.sql, ids).catch(() => null);
      if (states !== null) for (const [socket, guest] of looked) tell(socket, guest, states.get(guest.id));
    }
  }

  #hear({ tv, command }: TvNews): void {
    if (command === null) return void this.look();
    for (const [socket, { id }] of this.#guests) if (id === tv) socket.emit("command", command);
    void this.look();
  }

  #report(socket: TvSocket, body: unknown): void {
    const guest = this.#guests.get(socket);
    const now = this.context.clock.machineNow();
    if (!guest || now - guest.reportedAt < REPORT_LEAST_MS) return;
    const parsed = tvReportSchema.safeParse(body);
    if (!parsed.success) return;
    guest.reportedAt = now;
    const { data: report } = parsed;
    const shown = isPlace(report) ? { epoch: report.epoch, seq: report.seq } : null;
    // One that has just come cannot have shown what was sent before.
    const behindMs = Math.min(this.#frames.behindMs(shown, now), now - guest.joinedAt);
    // While Redis is away the last one grows old; the desk then goes by what Postgres has.
    keepReport(this.context, guest.id, { report, at: now, behindMs }).catch(() => {});
    if (now - (this.#keptAt.get(guest.id) ?? Number.NEGATIVE_INFINITY) < REPORT_KEPT_EVERY_MS) return;
    this.#keptAt.set(guest.id, now);
    noteTvReport(this.context.sql, guest.id, now, report).catch(() => this.#keptAt.delete(guest.id));
  }
}

function tell(socket: TvSocket, guest: Guest, state: TvState | undefined): void {
  if (!state) {
    socket.emit("revoked");
    // The connection and not the room: a page of somebody who is signed in beside it comes back by itself.
    socket.conn.close();
    return;
  }
  const text = JSON.stringify(state);
  if (text === guest.text) return;
  guest.text = text;
  socket.emit("tv", state);
}

function isPlace(place: { epoch: number | null; seq: number | null }): place is FramePlace {
  return place.epoch !== null && place.seq !== null;
}
