import type { Socket } from "socket.io-client";
import { type TvReport, tvCommandSchema, tvStateSchema } from "../../../domain/screens/types.ts";
import type { Line } from "../board/connect.ts";
import { swapPage } from "../board/swap-page.ts";
import type { TvStore } from "./tv-store.ts";

/** A server that turns this television away is asked why, at most so often (ms). */
const ASK_WHY_EVERY_MS = 10_000;
/** A page that is the television's no more shows a code. */
const PAIRING_PAGE = "/tv";
const REVOKED = new Set([401, 403, 404]);

/** What a television hears beside the board, and how it tells of itself. */
export interface TvLine {
  line: Line;
  /** Tells the server what is seen. @returns false when nobody listens: nothing is kept, since the next one says more */
  report(report: TvReport): boolean;
}

/** @param store not known before the line is laid @param now a stopwatch in ms */
export function createTvLine(store: () => TvStore, now: () => number): TvLine {
  let socket: Socket | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;

  // A server that is only away answers nothing, and this television goes on trying.
  async function askWhy(): Promise<void> {
    if (now() - askedAt < ASK_WHY_EVERY_MS) return;
    askedAt = now();
    const answer = await fetch("/api/v1/tv", { cache: "no-store" }).catch(() => null);
    if (answer && REVOKED.has(answer.status)) await leave();
  }

  return {
    line(given) {
      socket = given;
      given.on("tv", (message: unknown) => {
        const parsed = tvStateSchema.safeParse(message);
        if (!parsed.success) return;
        const { language } = store().view().tv.settings;
        store().change(parsed.data);
        // Words come with the page.
        if (parsed.data.settings.language !== language) void swapPage(PAIRING_PAGE).catch(() => {});
      });
      given.on("command", (message: unknown) => {
        const parsed = tvCommandSchema.safeParse(message);
        if (!parsed.success) return;
        store().command(parsed.data);
        if (parsed.data.do === "reload") void swapPage().catch(() => {});
      });
      given.on("revoked", () => void leave());
      given.on("connect_error", () => void askWhy());
    },
    report(report) {
      if (!socket?.connected) return false;
      socket.volatile.emit("report", report);
      return true;
    },
  };
}

async function leave(): Promise<void> {
  await swapPage(PAIRING_PAGE).catch(() => {});
}
