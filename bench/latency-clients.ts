import { io } from "socket.io-client";

/** What one screen saw of a node: how many visits were open there, and when (machine time, ms). */
export type Sighting = [open: number, atMs: number];
/** Sightings of one screen by node, in the order of its frames. */
export type Seen = Record<string, Sighting[]>;

interface Frame {
  nodes: { key: string; green: number; yellow: number; red: number }[];
}

// A process of its own: 200 screens must not share a processor's turn with whoever sends the events.
const [url = "", count = "1", key = ""] = process.argv.slice(2);
const screens: Seen[] = [];
let joined = 0;
for (let i = 0; i < Number(count); i++) {
  const seen: Seen = {};
  screens.push(seen);
  const socket = io(`${url}/board`, {
    transports: ["websocket"],
    forceNew: true,
    extraHeaders: { authorization: `Bearer ${key}` },
  });
  const note = (frame: Frame) => {
    const at = Date.now();
    for (const { key, green, yellow, red } of frame.nodes) {
      seen[key] ??= [];
      seen[key].push([green + yellow + red, at]);
    }
  };
  socket.once("snapshot", () => {
    joined++;
    if (joined === Number(count)) process.send?.({ joined });
  });
  socket.on("snapshot", note);
  socket.on("delta", note);
}
process.on("message", (message) => {
  if (message !== "report") return;
  process.send?.({ screens }, () => process.exit(0));
});
process.on("disconnect", () => process.exit(0));
