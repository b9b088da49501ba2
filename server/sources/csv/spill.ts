import { closeSync, createReadStream, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";

/** A row on its way: which file it came from (0: the imported one), its line there, and its cells. */
export type Kept = [file: number, line: number, cells: string[]];

/** Rows held in memory before anything goes to disk: small files never do. */
const HELD_ROWS = 10_000;
/** Bytes of a bucket that are collected before they are written. */
const WRITE_BYTES = 32 * 1024;
/** What one bucket may hold on average: it is read back as a whole. */
const BUCKET_BYTES = 1024 * 1024;
const MAX_BUCKETS = 500;

/**
 * Brings the rows of an order together, wherever in a file they lie, in memory that does not grow with the file:
 * rows go to as many files on disk as needed, by their order number, and come back file by file.
 */
export class Spill {
  #held: [orderNo: string, row: Kept][] = [];
  #folder: string;
  #buckets: { fd: number; file: string; pending: string }[] = [];
  #count: number;

  /**
   * @param folder a folder that does not exist yet; it is made when needed and removed by close
   * @param expectedBytes about how much will be added
   */
  constructor(folder: string, expectedBytes: number) {
    this.#folder = folder;
    this.#count = Math.min(MAX_BUCKETS, Math.max(1, Math.ceil(expectedBytes / BUCKET_BYTES)));
  }

  add(orderNo: string, row: Kept): void {
    if (this.#buckets.length > 0) this.#write(orderNo, row);
    else {
      this.#held.push([orderNo, row]);
      if (this.#held.length >= HELD_ROWS) this.#toDisk();
    }
  }

  /** Orders with their rows, in portions that fit into memory; rows of an order keep their order. */
  async *portions(): AsyncGenerator<Map<string, Kept[]>> {
    if (this.#buckets.length === 0) {
      const orders = new Map<string, Kept[]>();
      for (const [orderNo, row] of this.#held) gather(orders, orderNo, row);
      yield orders;
      return;
    }
    for (const bucket of this.#buckets) {
      if (bucket.pending !== "") writeSync(bucket.fd, bucket.pending);
      bucket.pending = "";
      const orders = new Map<string, Kept[]>();
      for await (const line of linesOf(bucket.file)) {
        const [orderNo, ...row] = JSON.parse(line) as [string, ...Kept];
        gather(orders, orderNo, row);
      }
      yield orders;
    }
  }

  close(): void {
    for (const bucket of this.#buckets) closeSync(bucket.fd);
    if (this.#buckets.length > 0) rmSync(this.#folder, { recursive: true, force: true });
    this.#buckets = [];
    this.#held = [];
  }

  #toDisk(): void {
    // Rows hold what customers are called and where they live: for nobody else to read.
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    for (let i = 0; i < this.#count; i++) {
      const file = path.join(this.#folder, `${i}.ndjson`);
      this.#buckets.push({ fd: openSync(file, "w", 0o600), file, pending: "" });
    }
    for (const [orderNo, row] of this.#held) this.#write(orderNo, row);
    this.#held = [];
  }

  #write(orderNo: string, row: Kept): void {
    const bucket = this.#buckets[bucketOf(orderNo, this.#count)]!;
    bucket.pending += `${JSON.stringify([orderNo, ...row])}\n`;
    if (bucket.pending.length < WRITE_BYTES) return;
    writeSync(bucket.fd, bucket.pending);
    bucket.pending = "";
  }
}

/** Not readline's: that one also breaks lines at U+2028, which JSON leaves as it is. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(file, "utf8") as AsyncIterable<string>) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

function gather(orders: Map<string, Kept[]>, orderNo: string, row: Kept): void {
  const rows = orders.get(orderNo);
  if (rows) rows.push(row);
  else orders.set(orderNo, [row]);
}

/** FNV-1a over UTF-16 units: order numbers of one day differ in few places. */
function bucketOf(orderNo: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < orderNo.length; i++) hash = Math.imul(hash ^ orderNo.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % count;
}
