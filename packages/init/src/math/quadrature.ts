/** Nodes and weights of the 5-point Gauss–Legendre rule on [-1, 1]. */
const RULE = /* @__PURE__ */ (() => {
  const inner = Math.sqrt(5 - 2 * Math.sqrt(10 / 7)) / 3
  const outer = Math.sqrt(5 + 2 * Math.sqrt(10 / 7)) / 3
  const [innerWeight, outerWeight] = [(322 + 13 * Math.sqrt(70)) / 900, (322 - 13 * Math.sqrt(70)) / 900]
  return [
    [-outer, outerWeight],
    [-inner, innerWeight],
    [0, 128 / 225],
    [inner, innerWeight],
    [outer, outerWeight],
  ] as const
})()
const PANELS = 128

/** Applies the rule to [from, to]. */
function panel(from: number, to: number, f: (t: number) => number): number {
  const half = (to - from) / 2
  let sum = 0
  for (const [node, weight] of RULE) sum += weight * f(from + half + half * node)
  return sum * half
}

/** Integrates a smooth function over [from, to] in equal panels. */
export function integrate(from: number, to: number, f: (t: number) => number): number {
  const step = (to - from) / PANELS
  let sum = 0
  for (let i = 0; i < PANELS; i++) sum += panel(from + i * step, from + (i + 1) * step, f)
  return sum
}

/** Rounds of halving, after which a panel is too narrow to matter, and the panels that one round halves. */
const ROUNDS = 50
const MOST = 512

/** A panel by its halves, and how far these are from the whole. */
interface Piece {
  readonly from: number
  readonly to: number
  readonly halves: readonly [left: number, right: number]
  readonly error: number
}

/**
 * Integrates a function that may have kinks and jumps. Halves each panel until the halves agree with the whole to `tolerance`, or
 * are too narrow to matter. Each round halves the panels that agree least, and the number of rounds is bounded: `error` is what is
 * left of rounding or noise.
 */
export function integrateRough(
  from: number,
  to: number,
  f: (t: number) => number,
  tolerance: number,
): { readonly value: number; readonly error: number } {
  const pieceOf = (a: number, b: number, whole: number): Piece => {
    const middle = a + (b - a) / 2
    const halves = [panel(a, middle, f), panel(middle, b, f)] as const
    return { from: a, to: b, halves, error: Math.abs(halves[0] + halves[1] - whole) }
  }
  const step = (to - from) / PANELS
  let pieces = Array.from({ length: PANELS }, (_, i) => {
    const [a, b] = [from + i * step, from + (i + 1) * step]
    return pieceOf(a, b, panel(a, b, f))
  })
  let [value, error] = [0, 0]
  const settle = (piece: Piece): void => {
    value += piece.halves[0] + piece.halves[1]
    error += piece.error
  }
  for (let round = 0; round < ROUNDS && pieces.length > 0; round++) {
    const rough = pieces.filter((piece) => piece.error > tolerance || settle(piece))
    if (rough.length > MOST) rough.sort((a, b) => b.error - a.error)
    pieces = rough.splice(MOST)
    for (const { from: a, to: b, halves } of rough) {
      const middle = a + (b - a) / 2
      pieces.push(pieceOf(a, middle, halves[0]), pieceOf(middle, b, halves[1]))
    }
  }
  for (const piece of pieces) settle(piece)
  return { value, error }
}
