import { type BinaryOp, type CompareOp, type DType, where } from '@nn/tensor'
import type { ConformanceCase } from './case.ts'
import { everyLayout, expectGrid, type Grid, gridOf, pick, sample, tolerance } from './grid.ts'
import { around, item, namesOf } from './items.ts'

const modulo32 = (x: bigint): number => Number(BigInt.asIntN(32, x))

function integerPower(x: number, y: number): number {
  return y < 0 ? Math.trunc(x ** y === Infinity ? 0 : x ** y) : modulo32(BigInt(x) ** BigInt(y))
}

/** The power by IEEE 754, which is 1 where ECMAScript has NaN. */
function ieeePower(x: number, y: number): number {
  return x === 1 || (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) ? 1 : x ** y
}

function floored(x: number, y: number): number {
  if (!Number.isFinite(x) || y === 0 || Number.isNaN(y)) return Number.NaN
  const rest = x - y * Math.trunc(x / y)
  if (Math.abs(y) === Infinity) return x === 0 || x < 0 === y < 0 ? x : y
  return rest === 0 ? 0 * y : rest < 0 === y < 0 ? rest : rest + y
}

type Table = Record<BinaryOp, Partial<Record<'float' | 'int32' | 'bool', (x: number, y: number) => number>>>

/** The binary functions in each kind of dtype, div in floats only. */
const oracle: Table = {
  add: {
    float: (x, y) => x + y,
    int32: (x, y) => modulo32(BigInt(x) + BigInt(y)),
    bool: (x, y) => (x + y > 0 ? 1 : 0),
  },
  sub: { float: (x, y) => x - y, int32: (x, y) => modulo32(BigInt(x) - BigInt(y)) },
  mul: { float: (x, y) => x * y, int32: (x, y) => modulo32(BigInt(x) * BigInt(y)), bool: (x, y) => x * y },
  div: { float: (x, y) => x / y },
  pow: { float: ieeePower, int32: integerPower },
  remainder: { float: floored, int32: (x, y) => (y === 0 ? 0 : floored(x, y)) },
  maximum: {
    float: (x, y) => (Number.isNaN(x) || Number.isNaN(y) ? NaN : x > y ? x : y),
    int32: (x, y) => (x > y ? x : y),
    bool: (x, y) => x | y,
  },
  minimum: {
    float: (x, y) => (Number.isNaN(x) || Number.isNaN(y) ? NaN : x < y ? x : y),
    int32: (x, y) => (x < y ? x : y),
    bool: (x, y) => x & y,
  },
}

/** Pairs of shapes that broadcast, and the shape that they are broadcast to. */
const pairs: readonly (readonly [number[], number[], number[]])[] = [
  [[], [], []],
  [[3], [3], [3]],
  [[3], [], [3]],
  [[], [2, 3], [2, 3]],
  [
    [2, 3],
    [2, 3],
    [2, 3],
  ],
  [[2, 3], [3], [2, 3]],
  [
    [2, 1],
    [1, 3],
    [2, 3],
  ],
  [
    [2, 3, 2, 2],
    [3, 1, 2],
    [2, 3, 2, 2],
  ],
  [[0], [1], [0]],
  [[2, 0, 3], [3], [2, 0, 3]],
]

function combine(a: Grid, b: Grid, shape: readonly number[], f: (x: number, y: number) => number): Grid {
  return gridOf(shape, (index) => f(pick(a, index), pick(b, index)))
}

/** Runs `check` for every pair of shapes and a selection of pairs of layouts. */
function overPairs(check: (a: Grid, b: Grid, shape: number[]) => void, dtype: DType): void {
  for (const [left, right, shape] of pairs) check(sample(left, dtype, 1), sample(right, dtype, 2), shape)
}

function binaryCase(op: BinaryOp, dtype: DType): ConformanceCase[] {
  const out = op === 'div' && dtype !== 'float64' ? 'float32' : dtype
  const kind = out === 'int32' || out === 'bool' ? out : 'float'
  const f = oracle[op][kind]
  if (f === undefined) return []
  const off = op === 'pow' ? tolerance(out) : 0
  const run: ConformanceCase['run'] = (backend) =>
    overPairs((a, b, shape) => {
      const expected = combine(a, b, shape, f)
      const rights = everyLayout(backend, b, dtype)
      everyLayout(backend, a, dtype).forEach(([name, x], i) => {
        const [other, y] = around(rights, i + 1)
        const what = `${op} of ${dtype} [${a.shape}] ${name} and [${b.shape}] ${other}`
        expectGrid(what, x[op](y), expected, out, off)
        if (out !== dtype || `${a.shape}` !== `${shape}`) return
        x[`${op}_`](y)
        expectGrid(`${what} in place`, x, expected, out, off)
        expectGrid(`${what}: the operand stays`, y, b, dtype)
      })
    }, dtype)
  return [{ name: `binary ${op} of ${dtype}`, run }]
}

/** A bool beside another dtype is 0 or 1: zeros keep their sign, and NaN times 0 is NaN. */
function mixedCase(op: BinaryOp): ConformanceCase {
  const run: ConformanceCase['run'] = (backend) => {
    for (const dtype of ['float32', 'float64', 'int32'] as const) {
      const out = op === 'div' && dtype === 'int32' ? 'float32' : dtype
      const f = oracle[op][out === 'int32' ? out : 'float']!
      const off = op === 'pow' ? tolerance(out) : 0
      for (const [left, right, shape] of pairs) {
        const [a, b] = [withEdges(op, sample(left, dtype, 1), dtype), sample(right, 'bool', 2)]
        const rights = everyLayout(backend, b, 'bool')
        everyLayout(backend, a, dtype).forEach(([name, x], i) => {
          const [other, y] = around(rights, i + 1)
          const what = `${op} of ${dtype} [${a.shape}] ${name} and bool [${b.shape}] ${other}`
          expectGrid(what, x[op](y), combine(a, b, shape, f), out, off)
          expectGrid(`${what}, exchanged`, y[op](x), combine(b, a, shape, f), out, off)
          if (out !== dtype || `${a.shape}` !== `${shape}`) return
          expectGrid(`${what} in place`, x[`${op}_`](y), combine(a, b, shape, f), out, off)
        })
      }
    }
  }
  return { name: `binary ${op} with bool`, run }
}

/** Floats with NaN, ∞ and −0 among them; which zero is the larger is not said. */
function withEdges(op: BinaryOp, { shape, values }: Grid, dtype: DType): Grid {
  if (dtype === 'int32') return { shape, values }
  const edges = [NaN, Infinity, op === 'maximum' || op === 'minimum' ? 2 : -0]
  return { shape, values: values.map((value, i) => (i % 3 === 0 ? item(edges, (i / 3) % 3) : value)) }
}

const edgeValues = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.1, -2.5, 3e38, 1e-40]

function binaryEdges(op: BinaryOp): ConformanceCase {
  const f = oracle[op].float!
  const skip = (x: number, y: number): boolean =>
    ((op === 'maximum' || op === 'minimum') && x === 0 && y === 0) ||
    (op === 'remainder' && (Math.abs(x / y) > 1e6 || Math.abs(y - 0.1) < 1e-6))
  return {
    name: `binary ${op} of NaN, infinities, zeros and extremes`,
    run: (backend) => {
      for (const dtype of ['float32', 'float64'] as const) {
        const values = Array.from(backend.tensor(edgeValues, { dtype }).toArray())
        const all = values.flatMap((x) => values.map((y) => [x, y] as const)).filter(([x, y]) => !skip(x, y))
        const left = backend.tensor(
          all.map(([x]) => x),
          { dtype },
        )
        const right = backend.tensor(
          all.map(([, y]) => y),
          { dtype },
        )
        const expected = { shape: [all.length], values: all.map(([x, y]) => f(x, y)) }
        const off = op === 'pow' || op === 'remainder' ? tolerance(dtype) : 0
        expectGrid(`${op} of ${dtype}`, left[op](right), expected, dtype, off)
      }
    },
  }
}

const integerExtremes: ConformanceCase = {
  name: 'int32 arithmetic is exact modulo 2³²',
  run: (backend) => {
    const values = [2147483647, -2147483648, -1, 1, 2, 46341, 65536, 123456789]
    const all = values.flatMap((x) => values.map((y) => [x, y] as const))
    const left = backend.tensor(
      all.map(([x]) => x),
      { dtype: 'int32' },
    )
    const right = backend.tensor(
      all.map(([, y]) => y),
      { dtype: 'int32' },
    )
    for (const op of ['add', 'sub', 'mul', 'maximum', 'minimum', 'remainder'] as const) {
      const expected = { shape: [all.length], values: all.map(([x, y]) => oracle[op].int32!(x, y)) }
      expectGrid(op, left[op](right), expected, 'int32')
    }
    const squares = { shape: [8], values: values.map((x) => modulo32(BigInt(x) * BigInt(x))) }
    expectGrid('square', backend.tensor(values, { dtype: 'int32' }).square(), squares, 'int32')
    const cubes = { shape: [8], values: values.map((x) => modulo32(BigInt(x) ** 3n)) }
    expectGrid('pow', backend.tensor(values, { dtype: 'int32' }).pow(3), cubes, 'int32')
  },
}

const comparisons: Record<CompareOp, (x: number, y: number) => boolean> = {
  eq: (x, y) => x === y,
  ne: (x, y) => !(x === y),
  lt: (x, y) => x < y,
  le: (x, y) => x < y || x === y,
  gt: (x, y) => y < x,
  ge: (x, y) => y < x || x === y,
  logicalAnd: (x, y) => !(x === 0 || y === 0),
  logicalOr: (x, y) => !(x === 0 && y === 0),
  logicalXor: (x, y) => (x === 0) !== (y === 0),
}

function compareCase(op: CompareOp): ConformanceCase {
  const f = (x: number, y: number): number => (comparisons[op](x, y) ? 1 : 0)
  return {
    name: `compare ${op}`,
    run: (backend) => {
      for (const dtype of ['float32', 'float64', 'int32', 'bool'] as const) {
        overPairs((a, b, shape) => {
          const rights = everyLayout(backend, b, dtype)
          everyLayout(backend, a, dtype).forEach(([name, x], i) => {
            const [other, y] = around(rights, i + 2)
            const what = `${op} of ${dtype} [${a.shape}] ${name} and [${b.shape}] ${other}`
            expectGrid(what, x[op](y), combine(a, b, shape, f), 'bool')
          })
        }, dtype)
      }
      const all = edgeValues.flatMap((x) => edgeValues.map((y) => [x, y] as const))
      const [left, right] = [0, 1].map((k) =>
        backend.tensor(
          all.map((xy) => item(xy, k)),
          { dtype: 'float64' },
        ),
      )
      const expected = { shape: [all.length], values: all.map(([x, y]) => f(x, y)) }
      expectGrid(`${op} of extremes`, left![op](right!), expected, 'bool')
    },
  }
}

const whereCase: ConformanceCase = {
  name: 'where',
  run: (backend) => {
    for (const dtype of ['float32', 'float64', 'int32', 'bool'] as const) {
      for (const [left, right, shape] of pairs) {
        const [c, a, b] = [sample(shape, 'bool'), sample(left, dtype, 1), sample(right, dtype, 2)]
        const expected = gridOf(shape, (index) => (pick(c, index) === 1 ? pick(a, index) : pick(b, index)))
        const rights = everyLayout(backend, b, dtype)
        const conditions = everyLayout(backend, c, 'bool')
        everyLayout(backend, a, dtype).forEach(([name, x], i) => {
          const condition = around(conditions, i + 2)[1]
          const y = around(rights, i + 1)[1]
          expectGrid(`where of ${dtype} [${shape}] ${name}`, where(condition, x, y), expected, dtype)
        })
      }
    }
  },
}

const binaryOps = namesOf(oracle)

/** Every function of two arguments, with broadcasting, in every dtype and many pairs of layouts. */
export const binaryCases: readonly ConformanceCase[] = [
  ...binaryOps.flatMap((op) =>
    (['float32', 'float64', 'int32', 'bool'] as const).flatMap((dtype) => binaryCase(op, dtype)),
  ),
  ...binaryOps.map(mixedCase),
  ...binaryOps.map(binaryEdges),
  integerExtremes,
  ...namesOf(comparisons).map(compareCase),
  whereCase,
]
