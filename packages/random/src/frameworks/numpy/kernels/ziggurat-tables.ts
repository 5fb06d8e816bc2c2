import { expRounded, logRounded } from '../../../numerics/rounded.ts'

/** 255 layers of equal area, and one with the tail. */
const LAYERS = 256
/** Where the tail begins, its inverse, and the area of a layer. */
export const TAIL = 3.654152885361009
export const TAIL_INVERSE = 0.2736612373297583
const AREA = 0.004928673233974652
/** The layer whose density NumPy's own tables have one unit of the last place too high. */
const MISROUNDED = 38

let edges: readonly [Float64Array, Float64Array] | undefined

/** Edges x and densities f(x) = e^(−x²/2) of the layers, from the tail inwards: v = x·(f(x′) − f(x)). */
function ziggurat(): readonly [Float64Array, Float64Array] {
  if (edges) return edges
  const x = new Float64Array(LAYERS)
  const f = new Float64Array(LAYERS)
  x[LAYERS - 1] = TAIL
  f[LAYERS - 1] = expRounded(-0.5 * TAIL * TAIL)
  for (let i = LAYERS - 2; i >= 1; i--) {
    const edge = Math.sqrt(-2 * logRounded(AREA / x[i + 1]! + f[i + 1]!))
    x[i] = edge
    f[i] = expRounded(-0.5 * edge * edge) + (i === MISROUNDED ? 2 ** -53 : 0)
  }
  edges = [x, f]
  return edges
}

/** Rounds half to even a number of [0, 2⁵²). */
function rounded(value: number): number {
  return value + 2 ** 52 - 2 ** 52
}

/** Width of a layer in units of the draw, density at its edge, and the draws inside the layer above (accepted at once). */
interface Tables<T, K> {
  readonly width: T
  readonly density: T
  readonly inside: K
}

/**
 * The tables for draws of [0, `unit`), |Z| = draw·width. They equal those of NumPy's `ziggurat_constants.h`.
 * Marsaglia, Tsang: "The ziggurat method for generating random variables", Journal of Statistical Software 5, 2000,
 * https://doi.org/10.18637/jss.v005.i08
 */
function tables<T extends Float64Array | Float32Array, K extends Float64Array | Uint32Array>(
  unit: number,
  width: T,
  density: T,
  inside: K,
): Tables<T, K> {
  const [x, f] = ziggurat()
  const tailWidth = AREA / f[LAYERS - 1]!
  for (let i = 1; i < LAYERS; i++) {
    width[i] = x[i]! / unit
    density[i] = f[i]!
    inside[i] = i === 1 ? 0 : rounded((x[i - 1]! / x[i]!) * unit)
  }
  width[0] = tailWidth / unit
  density[0] = 1
  inside[0] = rounded((TAIL / tailWidth) * unit)
  return { width, density, inside }
}

type Tables64 = Tables<Float64Array, Float64Array>
type Tables32 = Tables<Float32Array, Uint32Array>
let tables64: Tables64 | undefined
let tables32: Tables32 | undefined

/** For draws of 52 bits. */
export function zigguratTables64(): Tables64 {
  tables64 ??= tables(2 ** 52, new Float64Array(LAYERS), new Float64Array(LAYERS), new Float64Array(LAYERS))
  return tables64
}

/** For draws of 23 bits, in float32. */
export function zigguratTables32(): Tables32 {
  tables32 ??= tables(2 ** 23, new Float32Array(LAYERS), new Float32Array(LAYERS), new Uint32Array(LAYERS))
  return tables32
}
