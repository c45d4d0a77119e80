/**
 * Seeded randomness of the demo firm: the small fast counter generator (sfc32) behind the few draws that the seed needs. Each part of
 * the firm has a stream of its own, so that a change in one part leaves all the others as they were.
 */
export class SeededRandom {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;
  #spareNormal: number | undefined;

  constructor(seed: number, stream: string) {
    const state = hashText(`${seed}:${stream}`);
    this.#a = state;
    this.#b = Math.imul(state ^ 0x9e37_79b9, 0x85eb_ca6b) >>> 0;
    this.#c = seed >>> 0;
    for (let warmUp = 0; warmUp < 15; warmUp += 1) this.#word();
  }

  /** Uniform in [0, 1). */
  next(): number {
    return this.#word() / 0x1_0000_0000;
  }

  /** Standard normal (polar method). */
  normal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const u = 2 * this.next() - 1;
      const v = 2 * this.next() - 1;
      const square = u * u + v * v;
      if (square === 0 || square >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spareNormal = v * factor;
      return u * factor;
    }
  }

  /** Whole number, both ends included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T {
    const chosen = list[Math.floor(this.next() * list.length)];
    if (chosen === undefined) throw new RangeError('There is nothing to pick from.');
    return chosen;
  }

  /** The list in random order, as a new one. */
  shuffled<T>(list: readonly T[]): T[] {
    const out = [...list];
    for (let index = out.length - 1; index > 0; index -= 1) {
      const other = this.integer(0, index);
      [out[index], out[other]] = [out[other]!, out[index]!];
    }
    return out;
  }

  bytes(length: number): Uint8Array {
    const out = new Uint8Array(length);
    for (let index = 0; index < length; index += 1) out[index] = this.#word() & 0xff;
    return out;
  }

  hex(bytes: number): string {
    return Buffer.from(this.bytes(bytes)).toString('hex');
  }

  #word(): number {
    const sum = (this.#a + this.#b + this.#count) >>> 0;
    this.#count = (this.#count + 1) >>> 0;
    this.#a = (this.#b ^ (this.#b >>> 9)) >>> 0;
    this.#b = (this.#c + (this.#c << 3)) >>> 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) >>> 0;
    return sum;
  }
}

function hashText(text: string): number {
  let hash = 0x811c_9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x0100_0193) >>> 0;
  return hash;
}
