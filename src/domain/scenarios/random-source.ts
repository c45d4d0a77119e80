/**
 * Reproducible random numbers: xoshiro128** (Blackman & Vigna 2018), seeded through splitmix32. The same seed gives the same stream on every
 * machine; not for secrets.
 */
export interface RandomSource {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Standard normal, by the ziggurat of Marsaglia & Tsang (2000) with index and value from separate bits. */
  normal(): number;
  /** Fills an array with standard normals, the same ones that as many calls of `normal` would give. */
  fillNormals(target: Float64Array): void;
}

const LAYERS = 128;
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;

/** Right edges of the layers, from the tail inwards, and the density at each; built once, as they never change. */
const EDGES = new Float64Array(LAYERS + 1);
const HEIGHTS = new Float64Array(LAYERS + 1);

function density(x: number): number {
  return Math.exp(-0.5 * x * x);
}

EDGES[0] = AREA / density(TAIL);
EDGES[1] = TAIL;
for (let i = 2; i < LAYERS; i += 1) EDGES[i] = Math.sqrt(-2 * Math.log(AREA / EDGES[i - 1]! + density(EDGES[i - 1]!)));
EDGES[LAYERS] = 0;
for (let i = 0; i <= LAYERS; i += 1) HEIGHTS[i] = density(EDGES[i]!);

function seeded(seed: number): Int32Array {
  const state = new Int32Array(4);
  let mix = seed | 0;
  for (let i = 0; i < 4; i += 1) {
    mix = (mix + 0x9e3779b9) | 0;
    let z = Math.imul(mix ^ (mix >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    state[i] = z ^ (z >>> 15);
  }
  return state;
}

/** One step of the generator; the state lives in a typed array because numbers of 32 bits in a closure would be boxed at every step. */
function step(state: Int32Array): number {
  const b = state[1]!;
  const five = Math.imul(b, 5);
  const result = Math.imul((five << 7) | (five >>> 25), 9);
  const c = state[2]! ^ state[0]!;
  const d = state[3]! ^ b;
  state[1] = b ^ c;
  state[0] = state[0]! ^ d;
  state[2] = c ^ (b << 9);
  state[3] = (d << 11) | (d >>> 21);
  return result;
}

function uniformFrom(state: Int32Array): number {
  return (step(state) >>> 0) / 4294967296;
}

/** Marsaglia's method for the tail: x beyond the last edge. */
function beyondTail(state: Int32Array): number {
  for (;;) {
    const x = -Math.log(1 - uniformFrom(state)) / TAIL;
    const y = -Math.log(1 - uniformFrom(state));
    if (2 * y >= x * x) return TAIL + x;
  }
}

/** The one draw in a hundred that falls outside its layer's rectangle; a rejected one starts afresh. */
function outsideRectangle(state: Int32Array, layer: number, x: number): number {
  if (layer === 0) return x < 0 ? -beyondTail(state) : beyondTail(state);
  const height = HEIGHTS[layer]! + uniformFrom(state) * (HEIGHTS[layer + 1]! - HEIGHTS[layer]!);
  return height < density(x) ? x : normalFrom(state);
}

function normalFrom(state: Int32Array): number {
  const bits = step(state);
  const layer = bits & 127;
  // The upper 25 bits as a fraction in [-1, 1).
  const x = ((bits >> 7) / 16777216) * EDGES[layer]!;
  return Math.abs(x) < EDGES[layer + 1]! ? x : outsideRectangle(state, layer, x);
}

/** @param seed Any integer; only its low 32 bits count. */
export function randomSource(seed: number): RandomSource {
  const state = seeded(seed);
  return {
    uniform: () => uniformFrom(state),
    normal: () => normalFrom(state),
    fillNormals(target) {
      for (let i = 0; i < target.length; i += 1) target[i] = normalFrom(state);
    },
  };
}
