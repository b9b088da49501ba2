import { io } from "socket.io-client";
import type { Snapshot } from "../domain/wire/board.ts";

// A process of its own: hundreds of screens must not share a processor's turn with whoever restarts the server.
const [url = "", count = "1", key = ""] = process.argv.slice(2);

interface Screen {
  connected: boolean;
  /** Newest epoch and seq, of a snapshot that was told since it last came back; null: none yet. */
  shown: { epoch: number; seq: number } | null;
  /** Machine ms at which it was first current again. */
  currentAt: number | null;
}

/** What all are to show at least: a frame from after the restart. */
let wanted: { epoch: number; seq: number } | null = null;
const screens: Screen[] = [];
let told = 0;

function check(screen: Screen): void {
  const { shown } = screen;
  if (wanted === null || shown === null || !screen.connected || screen.currentAt !== null) return;
  if (shown.epoch < wanted.epoch || (shown.epoch === wanted.epoch && shown.seq < wanted.seq)) return;
  screen.currentAt = Date.now();
  told++;
  if (told === screens.length) process.send?.({ current: screens.map(({ currentAt }) => currentAt) });
}

let joined = 0;
for (let i = 0; i < Number(count); i++) {
  const screen: Screen = { connected: false, shown: null, currentAt: null };
  screens.push(screen);
  const socket = io(`${url}/board`, {
    transports: ["websocket"],
    forceNew: true,
    extraHeaders: { authorization: `Bearer ${key}` },
    // As app/_ui/board/connect.ts has it.
    reconnectionDelay: 500,
    reconnectionDelayMax: 2_000,
    timeout: 4_000,
  });
  let first = true;
  socket.on("snapshot", ({ epoch, seq }: Snapshot) => {
    screen.connected = true;
    screen.shown = epoch === null || seq === null ? null : { epoch, seq };
    if (first && ++joined === Number(count)) process.send?.({ joined });
    first = false;
    check(screen);
  });
  socket.on("delta", ({ epoch, seq }: { epoch: number; seq: number }) => {
    if (screen.shown?.epoch === epoch && seq === screen.shown.seq + 1) screen.shown = { epoch, seq };
    else if (screen.shown !== null) socket.emit("resync");
    check(screen);
  });
  socket.on("disconnect", () => {
    screen.connected = false;
    screen.shown = null;
  });
}
process.on("message", (message: { wanted?: { epoch: number; seq: number } }) => {
  if (!message.wanted) return;
  wanted = message.wanted;
  for (const screen of screens) check(screen);
});
process.on("disconnect", () => process.exit(0));
