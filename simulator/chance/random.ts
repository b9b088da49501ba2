/** A stream of pseudo-random numbers (sfc32): the same seeds give the same stream on every machine. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d = 1;
  private spare: number | null = null;

  /** Streams with different seeds are independent for every use a shop has. */
  constructor(...seeds: number[]) {
    const [a, b, c] = scramble(seeds);
    this.a = a;
    this.b = b;
    this.c = c;
    // sfc32 needs a few rounds before close seeds drift apart.
    for (let i = 0; i < 12; i++) this.next();
  }

  /** Uniform in [0, 1). */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** Uniform in [from, to). */
  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** Picks by weight. */
  weigh<T extends { weight: number }>(items: readonly T[]): T {
    let left = this.next() * items.reduce((sum, item) => sum + item.weight, 0);
    for (const item of items) {
      left -= item.weight;
      if (left < 0) return item;
    }
    return items[items.length - 1]!;
  }

  /** Standard normal (polar method). */
  normal(): number {
    if (this.spare !== null) {
      const kept = this.spare;
      this.spare = null;
      return kept;
    }
    for (;;) {
      const u = this.next() * 2 - 1;
      const v = this.next() * 2 - 1;
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      this.spare = v * scale;
      return u * scale;
    }
  }

  /** Log-normal by its median, cut off at `most`: how long people and machines take. */
  dwell(median: number, sigma: number, most: number): number {
    return Math.min(median * Math.exp(sigma * this.normal()), most);
  }
}

/** Three 32-bit words from any numbers, each word depending on all of them. */
function scramble(seeds: readonly number[]): [number, number, number] {
  const words: [number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162];
  for (const seed of seeds) {
    const low = seed >>> 0;
    const high = Math.floor(seed / 4_294_967_296) >>> 0;
    for (let i = 0; i < 3; i++) {
      let h = words[i]! ^ low ^ Math.imul(high + i, 0x85ebca6b);
      h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
      h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
      words[i] = (h ^ (h >>> 15) ^ (words[(i + 1) % 3]! >>> 7)) | 0;
    }
  }
  return words;
}
