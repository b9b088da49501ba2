import { FRAMES_REMEMBERED_MS } from "./limits.ts";

/** Where a board stands. */
export interface FramePlace {
  epoch: number;
  seq: number;
}

/** When frames were sent, for as long as that tells how far behind a screen is. Machine time, epoch ms. */
export class FrameTimes {
  #sent: (FramePlace & { at: number })[] = [];

  note({ epoch, seq }: FramePlace, at: number): void {
    const last = this.#sent.at(-1);
    if (last?.epoch === epoch && last.seq === seq) return;
    this.#sent.push({ epoch, seq, at });
    // The oldest one that is kept was the newest for a while: what stands before it is older than all of them.
    while (this.#sent.length > 1 && this.#sent[1]!.at < at - FRAMES_REMEMBERED_MS) this.#sent.shift();
  }

  /**
   * For how long a frame newer than this one has been out; 0: none is.
   * @param shown what a screen shows; null: nothing yet
   */
  behindMs(shown: FramePlace | null, now: number): number {
    if (this.#sent.length === 0) return 0;
    if (shown === null) return now - this.#sent[0]!.at;
    const newer = this.#sent.find(
      ({ epoch, seq }) => epoch > shown.epoch || (epoch === shown.epoch && seq > shown.seq),
    );
    return newer === undefined ? 0 : now - newer.at;
  }
}
