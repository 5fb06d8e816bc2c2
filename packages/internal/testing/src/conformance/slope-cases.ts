import type { DType, SlopeOp } from '@nn/tensor'
import type { ConformanceCase } from './case.ts'
import { everyLayout, expectGrid, type Grid, place, sample, shapes, stridesFor, tolerance } from './grid.ts'
import { around, item, namesOf } from './items.ts'

/** g·f′(x) of y = f(x). */
const oracle: Record<SlopeOp, (g: number, y: number) => number> = {
  reluSlope: (g, y) => (y <= 0 ? 0 : g),
  sigmoidSlope: (g, y) => g * y * (1 - y),
  tanhSlope: (g, y) => g * (1 - y * y),
}

function zip(a: Grid, b: Grid, f: (x: number, y: number) => number): Grid {
  return { shape: a.shape, values: a.values.map((x, i) => f(x, item(b.values, i))) }
}

function slopeCase(op: SlopeOp, dtype: DType): ConformanceCase {
  return {
    name: `${op} of ${dtype}`,
    run: (backend) => {
      for (const shape of shapes) {
        const [g, y] = [sample(shape, dtype, 1), sample(shape, dtype, 2)]
        const expected = zip(g, y, oracle[op])
        const values = everyLayout(backend, y, dtype)
        const strides = stridesFor(
          shape,
          shape.map((_, axis) => axis),
        )
        everyLayout(backend, g, dtype).forEach(([name, gradient], i) => {
          const [other, value] = around(values, i + 1)
          const what = `${op} of [${shape}] ${name} and ${other}`
          const out = place(backend, sample(shape, dtype, 3), dtype, strides)
          backend.slope[op](gradient, value, out)
          expectGrid(what, out, expected, dtype, tolerance(dtype))
          backend.slope[op](gradient, value, gradient)
          expectGrid(`${what} in place`, gradient, expected, dtype, tolerance(dtype))
          expectGrid(`${what}: the values stay`, value, y, dtype)
        })
      }
    },
  }
}

/** Where y is NaN, the gradient of relu goes on, and that of the others is NaN. */
function edgeCase(op: SlopeOp): ConformanceCase {
  const edges = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5]
  return {
    name: `${op} of NaN, infinities and zeros`,
    run: (backend) => {
      for (const dtype of ['float32', 'float64'] as const) {
        const pairs = edges.flatMap((g) => edges.map((y) => [g, y] as const))
        const [g, y] = [0, 1].map((k) => ({
          shape: [pairs.length],
          values: pairs.map((pair) => item(pair, k)),
        }))
        const out = backend.zeros([pairs.length], { dtype })
        backend.slope[op](place(backend, g!, dtype, [1]), place(backend, y!, dtype, [1]), out)
        const expected = zip(g!, y!, oracle[op])
        expectGrid(`${op} of edges`, out.abs(), { ...expected, values: expected.values.map(Math.abs) }, dtype)
      }
    },
  }
}

export const slopeCases: readonly ConformanceCase[] = namesOf(oracle).flatMap((op) => [
  slopeCase(op, 'float32'),
  slopeCase(op, 'float64'),
  edgeCase(op),
])
