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

/**
 * Integrates a function that may have kinks and jumps. Halves each panel until the halves agree with the whole to `tolerance`, or
 * are too narrow to matter.
 */
export function integrateRough(
  from: number,
  to: number,
  f: (t: number) => number,
  tolerance: number,
): number {
  const refine = (a: number, b: number, whole: number, depth: number): number => {
    const middle = a + (b - a) / 2
    const [left, right] = [panel(a, middle, f), panel(middle, b, f)]
    const enough = Math.abs(left + right - whole) <= tolerance
    if (enough || depth === 0) return left + right
    return refine(a, middle, left, depth - 1) + refine(middle, b, right, depth - 1)
  }
  const step = (to - from) / PANELS
  let sum = 0
  for (let i = 0; i < PANELS; i++) {
    const [a, b] = [from + i * step, from + (i + 1) * step]
    sum += refine(a, b, panel(a, b, f), 50)
  }
  return sum
}
