import { io } from "socket.io-client";

/** What one screen saw: how many visits were open, and when (machine time). */
export type Sighting = [open: number, atMs: number];

// A process of its own: 200 screens must not share a processor's turn with whoever sends the events.
const [url = "", count = "1"] = process.argv.slice(2);
const sightings: Sighting[][] = [];
let joined = 0;
for (let i = 0; i < Number(count); i++) {
  const seen: Sighting[] = [];
  sightings.push(seen);
  const socket = io(`${url}/board`, { transports: ["websocket"], forceNew: true });
  const note = (frame: { totals: { open: number } }) => seen.push([frame.totals.open, Date.now()]);
  socket.once("snapshot", () => {
    joined++;
    if (joined === Number(count)) process.send?.({ joined });
  });
  socket.on("snapshot", note);
  socket.on("delta", note);
}
process.on("message", (message) => {
  if (message !== "report") return;
  process.send?.({ sightings }, () => process.exit(0));
});
