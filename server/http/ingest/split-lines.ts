const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** One line of a stream, without its end; null stands for a line that was longer than the limit. */
export interface Line {
  /** Counted from 0; blank lines count. */
  index: number;
  bytes: Buffer | null;
}

/** Cuts a stream of bytes into lines, holding at most one line of `limitBytes`. Blank lines are left out. */
export class LineSplitter {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #tooLong = false;
  #index = 0;

  constructor(readonly limitBytes: number) {}

  *push(part: Buffer): Generator<Line> {
    let from = 0;
    for (;;) {
      const to = part.indexOf(NEWLINE, from);
      if (to === -1) break;
      const line = this.#end(part.subarray(from, to));
      if (line) yield line;
      from = to + 1;
    }
    if (from < part.length) this.#hold(part.subarray(from));
  }

  /** The last line, when it had no newline. */
  *end(): Generator<Line> {
    const line = this.#end(Buffer.alloc(0));
    if (line) yield line;
  }

  #hold(part: Buffer): void {
    if (this.#tooLong) return;
    this.#heldBytes += part.length;
    if (this.#heldBytes > this.limitBytes) {
      this.#tooLong = true;
      this.#held = [];
    } else {
      this.#held.push(part);
    }
  }

  #end(rest: Buffer): Line | null {
    const whole = this.#heldBytes === 0 && rest.length <= this.limitBytes;
    if (!whole) this.#hold(rest);
    const bytes = this.#tooLong ? null : trimEnd(whole ? rest : Buffer.concat(this.#held));
    const index = this.#index++;
    this.#held = [];
    this.#heldBytes = 0;
    this.#tooLong = false;
    return bytes !== null && isBlank(bytes) ? null : { index, bytes };
  }
}

function trimEnd(line: Buffer): Buffer {
  return line.at(-1) === RETURN ? line.subarray(0, -1) : line;
}

function isBlank(line: Buffer): boolean {
  for (const byte of line) if (byte !== 0x20 && byte !== 0x09 && byte !== RETURN) return false;
  return true;
}
