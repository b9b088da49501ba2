import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { Sandbox } from "../sandbox.ts";
import { readState } from "./read-state.ts";

/** A page is told at most so often, and now and then though nothing changed, so that it knows it is heard. */
const LEAST_MS = 150;
const AT_LEAST_MS = 10_000;

/** Server-sent events: the whole state on joining and after each change. It is small. */
export function streamState(c: Context, box: Sandbox): Response {
  return streamSSE(c, async (stream) => {
    let changed = () => {};
    const note = () => changed();
    box.changes.on("change", note);
    stream.onAbort(() => {
      box.changes.off("change", note);
      changed();
    });
    while (!stream.aborted) {
      const next = new Promise<void>((resolve) => {
        changed = resolve;
      });
      await stream.writeSSE({ event: "state", data: JSON.stringify(readState(box)) });
      await Promise.race([next, stream.sleep(AT_LEAST_MS)]);
      await stream.sleep(LEAST_MS);
    }
  });
}
