import type { Server as HttpServer } from "node:http";
import { type Namespace, Server, type Socket } from "socket.io";
import type { AlertSummary } from "../../domain/wire/alerts.ts";
import type { Delta, Heartbeat, Snapshot } from "../../domain/wire/board.ts";
import type { DelaySummary } from "../../domain/wire/delay.ts";
import type { Forecast } from "../../domain/wire/forecast.ts";
import { readAlerts } from "../live/read-alerts.ts";
import { readDelay } from "../live/read-delay.ts";
import { readForecast } from "../live/read-forecast.ts";
import type { Context } from "../platform/context.ts";
import { boardAsOf } from "../queries/board-as-of.ts";
import { isOwnPage, Room, Throttle } from "./admission.ts";
import { BoardFollower } from "./follow-board.ts";
import { PublishedFollower } from "./follow-published.ts";
import { credentialsOf, mayFollow, SocketGuard, saysNothing } from "./guard-sockets.ts";
import { NO_METER, type ScreenMeter } from "./screen-meter.ts";
import { type FromTv, type ToTv, TvHall } from "./tv-hall.ts";

const PATH = "/socket.io";
const BOARD = "/board";
/** Sockets that have their snapshot and take deltas from here on. */
const FOLLOWING = "following";

/** The contract says at least every 5 s. */
const HEARTBEAT_MS = 2_000;
/** How often one socket gets a whole board, however often it asks. */
const RESYNC_INTERVAL_MS = 1_000;
/** How often the board is counted in Postgres while Redis has never had one. */
const FALLBACK_MS = 10_000;
/** All that a client sends is `resync`, and a television `report`. */
const CLIENT_MESSAGE_BYTES = 4_096;
/** Messages a second from one socket; a wall sends none for days. */
const CLIENT_MESSAGES_PER_SECOND = 20;
/** A TV that was switched off is gone after their sum. */
const PING_INTERVAL_MS = 10_000;
const PING_TIMEOUT_MS = 10_000;
/** A connection that has joined nothing by then is closed. */
const NAMELESS_MS = 3_000;
const MS_PER_S = 1_000;

/** What whoever is turned away is told. */
const TOLD = {
  full: "too many screens",
  nameless_full: "too many that have not said who they are",
  foreign_page: "not a page of ours",
  nobody: "sign in first",
};

interface ToClient extends ToTv {
  snapshot: (board: Snapshot) => void;
  delta: (delta: Delta) => void;
  heartbeat: (heartbeat: Heartbeat) => void;
  delay: (summary: DelaySummary) => void;
  alerts: (summary: AlertSummary) => void;
  forecast: (forecast: Forecast) => void;
  /** Which pages the server has. */
  pages: (version: string) => void;
}

interface FromClient extends FromTv {
  resync: () => void;
}

export interface Gateway {
  /** Sockets that follow the board. */
  sockets(): number;
  /** Ends every socket; the HTTP server is left to its owner. */
  close(): Promise<void>;
}

/**
 * Serves the live board over Socket.IO on an HTTP server: a snapshot, where the delay sits and how far escalation has
 * come on joining, then every frame and every new summary.
 */
export async function attachGateway(
  http: HttpServer,
  context: Context,
  meter: ScreenMeter = NO_METER,
  room = new Room(),
): Promise<Gateway> {
  const turnAway = (reason: keyof typeof TOLD) => {
    meter.refused(reason);
    return TOLD[reason];
  };
  const io = new Server<FromClient, ToClient>(http, {
    path: PATH,
    transports: ["websocket"],
    perMessageDeflate: false,
    serveClient: false,
    maxHttpBufferSize: CLIENT_MESSAGE_BYTES,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    connectTimeout: NAMELESS_MS,
    allowRequest: (request, answer) => {
      const refuse = (reason: keyof typeof TOLD) => answer(turnAway(reason), false);
      if (!isOwnPage(request, context.env.publicUrl)) return refuse("foreign_page");
      if (saysNothing(request.headers))
        return room.takeNameless(request.socket) ? answer(null, true) : refuse("nameless_full");
      mayFollow(context, request.headers).then(
        (may) => {
          if (!may) return refuse("nobody");
          if (!room.take(request.socket)) return refuse("full");
          answer(null, true);
        },
        () => answer("cannot tell who this is", false),
      );
    },
  });
  // Socket.IO always has the default namespace, and whoever joins it would be left in peace for ever.
  io.use((_, next) => next(new Error(`there is nothing here; join ${BOARD}`)));
  const board: Namespace<FromClient, ToClient> = io.of(BOARD);
  const following = board.to(FOLLOWING);
  const tvs = new TvHall(context);
  const guard = new SocketGuard(context, () => board.sockets.values());
  const follower = new BoardFollower(context, {
    snapshot: (snapshot) => {
      following.emit("snapshot", snapshot);
      tvs.sent(snapshot);
    },
    delta: (delta, madeAt) => {
      following.emit("delta", delta);
      tvs.sent(delta);
      meter.frame((context.clock.machineNow() - madeAt) / MS_PER_S);
    },
  });
  const delay = new PublishedFollower(context, "delay", readDelay, (summary) =>
    following.emit("delay", summary),
  );
  const alerts = new PublishedFollower(context, "alert-summary", readAlerts, (summary) =>
    following.emit("alerts", summary),
  );
  const forecast = new PublishedFollower(context, "forecast", readForecast, (published) =>
    following.emit("forecast", published),
  );
  const look = () => void Promise.all([delay.look(), alerts.look(), forecast.look()]);
  await follower.start();
  look();

  const fallback = new Fallback(context, follower);
  const send = async (socket: Socket<FromClient, ToClient>) => {
    const snapshot = follower.snapshot() ?? (await fallback.read());
    if (!socket.connected) return;
    if (snapshot !== null) socket.emit("snapshot", follower.snapshot() ?? snapshot);
    const summary = delay.latest();
    if (summary !== null) socket.emit("delay", summary);
    const told = alerts.latest();
    if (told !== null) socket.emit("alerts", told);
    const foreseen = forecast.latest();
    if (foreseen !== null) socket.emit("forecast", foreseen);
    void socket.join(FOLLOWING);
  };
  board.use((socket, next) => {
    if (!saysNothing(socket.request.headers)) return next();
    mayFollow(context, credentialsOf(socket)).then(
      (may) => {
        if (!may) return next(new Error(turnAway("nobody")));
        if (!room.take(socket.request.socket)) return next(new Error(turnAway("full")));
        next();
      },
      () => next(new Error("cannot tell who this is")),
    );
  });
  board.on("connection", (socket) => {
    const resync = new Throttle(RESYNC_INTERVAL_MS, () => void send(socket));
    limitMessages(socket, meter);
    socket.on("resync", () => {
      meter.resync();
      resync.ask();
    });
    socket.on("disconnect", () => {
      resync.cancel();
      // One that only left the board would keep its place, and nobody would ask any more who it is.
      socket.conn.close();
    });
    // A screen that shows earlier ones loads itself anew.
    socket.emit("pages", context.env.pagesVersion);
    void tvs.join(socket);
    void send(socket);
  });

  const beat = async () => {
    look();
    await follower.look();
    const heartbeat = follower.heartbeat();
    if (heartbeat !== null) return following.emit("heartbeat", heartbeat);
    const snapshot = board.sockets.size > 0 ? await fallback.read() : null;
    if (snapshot !== null && follower.snapshot() === null) following.emit("snapshot", snapshot);
  };
  const timer = setInterval(() => void beat(), HEARTBEAT_MS);

  const sockets = () => board.sockets.size;
  meter.watch(sockets);
  return {
    sockets,
    close: async () => {
      clearInterval(timer);
      guard.stop();
      delay.stop();
      alerts.stop();
      forecast.stop();
      tvs.stop();
      await follower.stop();
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}

function limitMessages(socket: Socket, meter: ScreenMeter): void {
  let second = 0;
  let messages = 0;
  socket.onAny(() => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) messages = 0;
    second = now;
    if (++messages <= CLIENT_MESSAGES_PER_SECOND) return;
    if (messages === CLIENT_MESSAGES_PER_SECOND + 1) meter.refused("too_many_messages");
    socket.disconnect(true);
  });
}

/** The board as Postgres counts it, for screens that come before Redis has one. */
class Fallback {
  #board: Promise<Snapshot | null> = Promise.resolve(null);
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly context: Context,
    private readonly follower: BoardFollower,
  ) {}

  async read(): Promise<Snapshot | null> {
    if (performance.now() - this.#readAt >= FALLBACK_MS) {
      this.#readAt = performance.now();
      this.#board = boardAsOf(this.context, this.context.clock.shopNow())
        .then((board) => ({ ...board, pulse: this.follower.pulse() }))
        .catch(() => null);
    }
    const board = await this.#board;
    return board && { ...board, pulse: this.follower.pulse() };
  }
}
