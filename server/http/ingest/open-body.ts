import type { IncomingMessage } from "node:http";
import { pipeline, Readable, Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { Problem } from "../problem.ts";
import type { BodyCoding } from "./body-format.ts";
import { INGEST_LIMITS } from "./limits.ts";

/**
 * The decoded bytes of a request's body, pulled no faster than they are read.
 * Reading throws Problem 400 for a body that is corrupt or ends early, 413 for one that inflates without measure.
 */
export async function* openBody(
  request: Request,
  incoming: IncomingMessage | undefined,
  coding: BodyCoding,
): AsyncGenerator<Buffer> {
  const source = incoming ?? (request.body ? Readable.fromWeb(request.body as never) : Readable.from([]));
  try {
    if (coding === "identity") {
      // Leaving early must not destroy the request: the refusal still has to go out over it.
      for await (const chunk of source.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
    } else {
      yield* inflate(source);
    }
  } catch (error) {
    throw asProblem(error);
  }
}

async function* inflate(source: Readable): AsyncGenerator<Buffer> {
  let compressed = 0;
  let inflated = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      compressed += chunk.length;
      done(null, chunk);
    },
  });
  const gunzip = createGunzip();
  // Not one pipeline from the start: that would destroy the request when inflating fails, and its answer with it.
  source.on("error", (error) => count.destroy(error));
  source.on("close", () => {
    if (!source.readableEnded) count.destroy(new Error("the request was cut off"));
  });
  source.pipe(count);
  pipeline(count, gunzip, () => {});
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      inflated += chunk.length;
      if (inflated > INGEST_LIMITS.inflatedFreeBytes && inflated > compressed * INGEST_LIMITS.inflatedRatio) {
        throw new Problem(
          413,
          "inflates-too-far",
          `The gzip body grows to more than ${INGEST_LIMITS.inflatedRatio} times its size. Send it in parts, or plain.`,
        );
      }
      yield chunk;
    }
    // zlib drops in silence what follows the last member.
    if (gunzip.bytesWritten < compressed) throw corrupt("bytes follow the end of the gzip stream");
  } finally {
    source.unpipe(count);
    count.destroy();
    gunzip.destroy();
  }
}

function corrupt(why: string, cause?: unknown): Problem {
  return new Problem(400, "unreadable-body", `The body cannot be read to its end: ${why}.`, { cause });
}

function asProblem(error: unknown): unknown {
  if (error instanceof Problem) return error;
  const { code, message } = error as { code?: string; message?: string };
  if (code?.startsWith("Z_")) return corrupt(`its gzip is truncated or corrupt (${message})`, error);
  return corrupt("the connection ended before it did", error);
}
