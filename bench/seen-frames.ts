import type { CDPSession } from "playwright";

/** What a browser received of the board, told by the browser and not by the page. */
export interface SeenFrames {
  seen(): number;
  /** Gaps in the frames' numbers after which the page did not ask for a snapshot. */
  lostUnseen(): number;
}

/** A page that finds a gap asks at once; the messages behind it may be on their way already. */
const ASKED_WITHIN_MESSAGES = 20;
const MESSAGE = /^42\/board,(\[.*)$/s;

/** Counts the frames of `/board` in whichever socket the page has. */
export async function countFrames(session: CDPSession): Promise<SeenFrames> {
  let last: { epoch: number; seq: number } | null = null;
  let seen = 0;
  let unseen = 0;
  /** Messages since a gap that was not asked about yet; null: there is none. */
  let sinceGap: number | null = null;
  session.on("Network.webSocketFrameReceived", ({ response }) => {
    const body = MESSAGE.exec(response.payloadData)?.[1];
    if (body === undefined) return;
    const [name, frame] = JSON.parse(body) as [string, { epoch: number; seq: number }];
    if (sinceGap !== null && ++sinceGap > ASKED_WITHIN_MESSAGES) {
      unseen++;
      sinceGap = null;
    }
    if (name === "snapshot") sinceGap = null;
    if (name !== "snapshot" && name !== "delta") return;
    seen++;
    const follows = name === "snapshot" || (last?.epoch === frame.epoch && last.seq + 1 === frame.seq);
    // A frame that the page has already is no gap.
    if (last !== null && !follows && !(last.epoch === frame.epoch && frame.seq <= last.seq)) sinceGap = 0;
    last = frame;
  });
  session.on("Network.webSocketFrameSent", ({ response }) => {
    if (response.payloadData.includes('"resync"')) sinceGap = null;
  });
  await session.send("Network.enable");
  return { seen: () => seen, lostUnseen: () => unseen };
}
