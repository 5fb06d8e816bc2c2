import type { DType, Tensor, TestOp, UnaryOp } from '@nn/tensor'
import type { ConformanceCase } from './case.ts'
import { everyLayout, expectGrid, type Grid, sample, shapes, tolerance } from './grid.ts'
import { namesOf } from './items.ts'

/** 2/√π ∫ exp(−t²) dt from `a` to `b` by Simpson's rule. */
function integrate(a: number, b: number): number {
  const panels = 20_000
  let sum = 0
  for (let i = 0; i <= panels; i++) {
    const t = a + ((b - a) * i) / panels
    sum += (i === 0 || i === panels ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp(-t * t)
  }
  return (2 / Math.sqrt(Math.PI)) * ((sum * (b - a)) / panels / 3)
}

/** The error function; 1 − erf(7) is far below the last bit. */
function erfBySimpson(x: number): number {
  return Math.abs(x) > 7 ? Math.sign(x) : integrate(0, x)
}

/** x·Φ(x), for negative x from the tail of the integral, up to where the rest is e⁻³⁸ of it. */
export function geluBySimpson(x: number): number {
  const z = Math.abs(x) / Math.sqrt(2)
  if (x < 0) return (x / 2) * (z > 30 ? 0 : integrate(z, Math.sqrt(z * z + 38)))
  return (x / 2) * (1 + erfBySimpson(z))
}

const nearest = (x: number): number => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))

/** The functions that are exact in every dtype. */
const exact: Partial<Record<UnaryOp, (x: number) => number>> = {
  neg: (x) => -x,
  abs: (x) => (x < 0 ? -x : x === 0 ? 0 : x),
  sign: (x) => (x > 0 ? 1 : x < 0 ? -1 : x),
  floor: Math.floor,
  ceil: Math.ceil,
  round: nearest,
  trunc: Math.trunc,
  square: (x) => x * x,
  relu: (x) => (x > 0 ? x : x <= 0 ? 0 : x),
}

/** The functions whose values are real numbers, in double precision. */
const floating: Partial<Record<UnaryOp, (x: number) => number>> = {
  sqrt: Math.sqrt,
  reciprocal: (x) => 1 / x,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  tanh: Math.tanh,
  erf: erfBySimpson,
  sigmoid: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  gelu: geluBySimpson,
  silu: (x) => x / (1 + Math.exp(-x)),
  softplus: (x) => (x > 30 ? x : Math.log1p(Math.exp(x))),
}

const roundedOnce: ReadonlySet<string> = new Set(['sqrt', 'reciprocal'])

/** NaN, infinities, both zeros, the least and the largest, halves. */
const edges: Grid = {
  shape: [17],
  values: [
    NaN,
    Infinity,
    -Infinity,
    0,
    -0,
    0.5,
    -0.5,
    1.5,
    NaN,
    2.5,
    -1.5,
    1e-45,
    -1e-30,
    3e38,
    -3e38,
    1,
    -1,
  ],
}

function checkUnary(
  op: UnaryOp,
  f: (x: number) => number,
  dtypes: readonly DType[],
  off: boolean,
): ConformanceCase {
  const run: ConformanceCase['run'] = (backend) => {
    for (const dtype of dtypes) {
      const out = op in exact || dtype === 'float64' ? dtype : 'float32'
      const allowed = off ? tolerance(out) : 0
      for (const shape of shapes) {
        const grid = sample(shape, dtype)
        const expected = { shape, values: grid.values.map(f) }
        for (const [name, x] of everyLayout(backend, grid, dtype)) {
          expectGrid(`${op} of ${dtype} [${shape}] ${name}`, x[op](), expected, out, allowed)
          if (out !== dtype) continue
          const result: Tensor = x[`${op}_`]()
          expectGrid(`${op}_ of ${dtype} [${shape}] ${name}`, x, expected, out, allowed)
          if (result !== x) throw new Error(`${op}_ returns its target`)
        }
      }
    }
  }
  return { name: `unary ${op}`, run }
}

function checkEdges(op: UnaryOp, f: (x: number) => number, off: boolean): ConformanceCase {
  return {
    name: `unary ${op} of NaN, infinities, zeros and extremes`,
    run: (backend) => {
      for (const dtype of ['float32', 'float64'] as const) {
        const x = backend.tensor(edges.values, { dtype })
        const large = (v: number) => /sin|cos|tan$/.test(op) && Math.abs(v) > 1e10
        const source = Array.from(x.toArray(), (v) => (large(v) ? 1 : v))
        const expected = { shape: [source.length], values: source.map(f) }
        expectGrid(
          `${op} of ${dtype}`,
          backend.tensor(source, { dtype })[op](),
          expected,
          dtype,
          off ? tolerance(dtype) : 0,
        )
      }
    },
  }
}

const tests: Record<TestOp, (x: number) => boolean> = {
  isNaN: (x) => !(x <= 0 || x > 0),
  isFinite: (x) => x - x === 0,
  logicalNot: (x) => x === 0,
}

const testCases = namesOf(tests).map(
  (op): ConformanceCase => ({
    name: `test ${op}`,
    run: (backend) => {
      for (const dtype of ['float32', 'float64', 'int32', 'bool'] as const) {
        const grids = [
          ...shapes.map((shape) => sample(shape, dtype)),
          ...(dtype.startsWith('float') ? [edges] : []),
        ]
        for (const grid of grids) {
          const expected = { shape: grid.shape, values: grid.values.map((x) => (tests[op](x) ? 1 : 0)) }
          for (const [name, x] of everyLayout(backend, grid, dtype)) {
            const what = `${op} of ${dtype} [${grid.shape}] ${name}`
            expectGrid(what, x[op](), expected, 'bool')
          }
        }
      }
    },
  }),
)

/** The functions that there are, by their names. */
function namesAndFunctions(
  functions: Partial<Record<UnaryOp, (x: number) => number>>,
): [op: UnaryOp, f: (x: number) => number][] {
  return namesOf(functions).flatMap((op) => {
    const f = functions[op]
    return f === undefined ? [] : [[op, f]]
  })
}

/** Every function of one argument, in every dtype, rank and layout, and on the edges of floating point. */
export const unaryCases: readonly ConformanceCase[] = [
  ...namesAndFunctions(exact).flatMap(([op, f]) => [
    checkUnary(
      op,
      f,
      op === 'neg' ? ['float32', 'float64', 'int32'] : ['float32', 'float64', 'int32', 'bool'],
      false,
    ),
    checkEdges(op, f, false),
  ]),
  ...namesAndFunctions(floating).flatMap(([op, f]) => [
    checkUnary(op, f, ['float32', 'float64', 'int32', 'bool'], !roundedOnce.has(op)),
    checkEdges(op, f, !roundedOnce.has(op)),
  ]),
  ...testCases,
]
