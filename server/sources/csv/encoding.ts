import { isAscii } from "node:buffer";

export type Encoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

/**
 * Valid characters beyond ASCII that UTF-8 must have for every invalid one to be taken for damaged UTF-8: text in
 * GB18030 hardly ever reads as UTF-8 by chance.
 */
const UTF8_VALID_PER_INVALID = 20;

/** Says which encoding a file is in, from all of its bytes: a million ASCII rows may come before the first 订. */
export class EncodingDetector {
  #decoder = new TextDecoder("utf-8");
  #mark: Encoding | null = null;
  #started = false;
  #pending = false;
  #valid = 0;
  #invalid = 0;

  add(chunk: Buffer): void {
    if (!this.#started) {
      this.#started = true;
      this.#mark = byteOrderMark(chunk);
    }
    // A character cut in two by the end of a chunk waits inside the decoder.
    if (this.#mark !== null || (!this.#pending && isAscii(chunk))) return;
    this.#count(this.#decoder.decode(chunk, { stream: true }));
    this.#pending = chunk.length > 0 && chunk[chunk.length - 1]! >= 0x80;
  }

  /** @returns the encoding of everything added */
  end(): Encoding {
    if (this.#mark !== null) return this.#mark;
    this.#count(this.#decoder.decode());
    const damaged = this.#invalid * UTF8_VALID_PER_INVALID > this.#valid;
    return this.#invalid > 0 && damaged ? "gb18030" : "utf-8";
  }

  #count(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 0xfffd) this.#invalid++;
      else if (unit > 0x7f) this.#valid++;
    }
  }
}

function byteOrderMark(chunk: Buffer): Encoding | null {
  if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) return "utf-8";
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return "utf-16le";
  if (chunk[0] === 0xfe && chunk[1] === 0xff) return "utf-16be";
  return null;
}
