import { io } from "socket.io-client";
import { applyDelta } from "../domain/board/apply.ts";
import type { Delta, Heartbeat, Pulse, Snapshot } from "../domain/wire/board.ts";
import { atEnd } from "./ends.ts";

/** What a screen shows from one message on. */
export interface Shown {
  /** Machine ms. */
  atMs: number;
  board: Snapshot;
  pulse: Pulse;
}

export interface Screen {
  /** What it showed since the last call, oldest first; waits for one message at least. */
  next(): Promise<Shown[]>;
  close(): void;
}

/** One screen that follows the board as the wall does. Resolves when it has its first board. */
export async function openScreen({ url, key }: { url: string; key: string }): Promise<Screen> {
  const socket = io(`${url}/board`, {
    transports: ["websocket"],
    forceNew: true,
    extraHeaders: { authorization: `Bearer ${key}` },
  });
  atEnd(() => void socket.close());
  let board: Snapshot | null = null;
  let shown: Shown[] = [];
  let wake = () => {};
  const show = (next: Snapshot, pulse: Pulse) => {
    board = next;
    shown.push({ atMs: Date.now(), board: next, pulse });
    wake();
  };
  socket.on("snapshot", (snapshot: Snapshot) => show(snapshot, snapshot.pulse));
  socket.on("delta", (delta: Delta) => {
    const after = board === null ? "gap" : applyDelta(board, delta);
    if (after === "gap") socket.emit("resync");
    else show(after, delta.pulse);
  });
  socket.on("heartbeat", ({ epoch, seq, asOf, watermark, pulse }: Heartbeat) => {
    if (board?.epoch === epoch && board.seq === seq) show({ ...board, asOf, watermark }, pulse);
  });
  const next = async () => {
    if (shown.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const taken = shown;
    shown = [];
    return taken;
  };
  await new Promise((resolve) => socket.once("snapshot", resolve));
  return { next, close: () => socket.close() };
}
