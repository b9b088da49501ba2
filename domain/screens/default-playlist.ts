import { type Playlist, playlistSchema } from "./types.ts";

/** What the first television shows before anybody has chosen: mostly the board, and what is new and red at once. */
export const DEFAULT_PLAYLIST: Playlist = playlistSchema.parse({
  name: "作战室",
  entries: [
    { screen: "board", seconds: 60 },
    { screen: "bottlenecks", seconds: 25 },
    { screen: "node", seconds: 25 },
    { screen: "escalations", seconds: 20 },
    { screen: "forecast", seconds: 20 },
  ],
  preemption: {},
});
