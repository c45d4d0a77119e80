/**
 * Real roots of a smooth function on a grid: every sign change between neighbours is bracketed and solved, and a dip towards zero
 * that does not change sign is followed to its bottom, so that a close pair of roots is not stepped over.
 * @param grid Ascending abscissae.
 * @returns Ascending roots; empty when there are none on the grid.
 */
export function findRoots(f: (x: number) => number, grid: readonly number[]): number[] {
  const values = grid.map(f);
  const roots: number[] = [];
  for (let index = 0; index < grid.length; index += 1) {
    const x = grid[index]!;
    const value = values[index]!;
    if (value === 0) {
      roots.push(x);
      continue;
    }
    const next = values[index + 1];
    if (next !== undefined && next !== 0 && value < 0 !== next < 0) {
      roots.push(solveBracket(f, x, grid[index + 1]!, value, next));
      continue;
    }
    const before = values[index - 1];
    if (before !== undefined && next !== undefined && isDip(before, value, next)) {
      roots.push(...rootsInDip(f, grid[index - 1]!, x, grid[index + 1]!));
    }
  }
  return roots;
}

function isDip(before: number, value: number, next: number): boolean {
  return before < 0 === value < 0 && next < 0 === value < 0 && Math.abs(value) <= Math.abs(before) && Math.abs(value) < Math.abs(next);
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Follows |f| to its minimum by golden section; as soon as the sign turns, both neighbours are bracketed roots. */
function rootsInDip(f: (x: number) => number, from: number, middle: number, to: number): number[] {
  const sign = Math.sign(f(middle));
  let low = from;
  let high = to;
  for (let step = 0; step < 60 && high - low > 1e-13 * Math.max(1, Math.abs(low)); step += 1) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    const atLeft = f(left) * sign;
    const atRight = f(right) * sign;
    const turned = atLeft <= 0 ? left : atRight <= 0 ? right : undefined;
    if (turned !== undefined) {
      return [solveBracket(f, from, turned, f(from), f(turned)), solveBracket(f, turned, to, f(turned), f(to))];
    }
    if (atLeft < atRight) high = right;
    else low = left;
  }
  return [];
}

/**
 * The root between two points of opposite sign, to the last bits: Newton-like secant steps kept inside the bracket, bisection otherwise
 * (Illinois variant of the false position).
 */
export function solveBracket(f: (x: number) => number, a: number, b: number, atA: number, atB: number): number {
  let low = { x: a, y: atA };
  let high = { x: b, y: atB };
  if (low.y === 0) return low.x;
  if (high.y === 0) return high.x;
  for (let step = 0; step < 200; step += 1) {
    // Every third step bisects: the bracket halves even where the secant creeps along a flat side.
    const secant = (low.x * high.y - high.x * low.y) / (high.y - low.y);
    const x = step % 3 === 2 || !(secant > low.x && secant < high.x) ? (low.x + high.x) / 2 : secant;
    if (x === low.x || x === high.x) break;
    const y = f(x);
    if (y === 0) return x;
    if (y < 0 === low.y < 0) {
      low = { x, y };
      high = { x: high.x, y: high.y / 2 };
    } else {
      high = { x, y };
      low = { x: low.x, y: low.y / 2 };
    }
  }
  return Math.abs(f(low.x)) < Math.abs(f(high.x)) ? low.x : high.x;
}
