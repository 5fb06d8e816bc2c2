import { type Interceptor, intercept, isRecorded, kernelsOf, withGradient } from '@nn/tensor'
import { expect, it } from 'vitest'
import { cpu } from '../src/index.ts'

const x = cpu.tensor([
  [1, 2],
  [3, 4],
])

/** Kernels that count their products. */
function counting(inner: Interceptor): { kernels: Interceptor; counts: () => number } {
  let products = 0
  const matmul: Interceptor['matmul'] = (a, b, out) => {
    products++
    inner.matmul(a, b, out)
  }
  return { kernels: { ...inner, matmul }, counts: () => products }
}

it('sees what the backend computes meanwhile, and nothing afterwards', () => {
  const { kernels, counts } = counting(kernelsOf(cpu))
  const product = intercept(
    cpu,
    () => kernels,
    () => x.matmul(x),
  )
  x.matmul(x)
  expect(counts()).toBe(1)
  expect(product.toNested()).toEqual([
    [7, 10],
    [15, 22],
  ])
})

it('may be nested: inner kernels see first, and outer ones what these hand on', () => {
  const outer = counting(kernelsOf(cpu))
  const seen: number[] = []
  intercept(
    cpu,
    () => outer.kernels,
    () => {
      const inner = counting(outer.kernels)
      intercept(
        cpu,
        () => inner.kernels,
        () => x.matmul(x),
      )
      x.matmul(x)
      seen.push(inner.counts(), outer.counts())
    },
  )
  expect(seen).toEqual([1, 2])
})

it.each([false, true])(
  'takes kernels again, and as they are then unless they cannot change: frozen %s',
  (isFrozen) => {
    const first = counting(kernelsOf(cpu))
    const second = counting(kernelsOf(cpu))
    const kernels: { -readonly [K in keyof Interceptor]: Interceptor[K] } = { ...first.kernels }
    if (isFrozen) Object.freeze(kernels)
    const run = () =>
      intercept(
        cpu,
        () => kernels,
        () => x.matmul(x),
      )
    run()
    if (!isFrozen) kernels.matmul = second.kernels.matmul
    run()
    expect([first.counts(), second.counts()]).toEqual(isFrozen ? [2, 0] : [1, 1])
  },
)

it('leaves the backend as it was if the function throws, or a kernel is missing', () => {
  const before = { ...kernelsOf(cpu) }
  const { slope: _, ...others } = before
  const failing = () => {
    throw new Error('half-way')
  }
  expect(() => intercept(cpu, (inner) => counting(inner).kernels, failing)).toThrow('half-way')
  expect(() =>
    intercept(
      cpu,
      () => others as Interceptor,
      () => x.matmul(x),
    ),
  ).toThrow(/all kernels, slope too/)
  expect({ ...kernelsOf(cpu) }).toEqual(before)
  expect(x.matmul(x).at(0).toNested()).toEqual([7, 10])
})

it('records where it is told of what withGradient makes, which is computed by the kernels beneath', () => {
  const { kernels, counts } = counting(kernelsOf(cpu))
  const note = (): void => undefined
  const square = (): unknown =>
    withGradient({ inputs: [x], compute: () => x.matmul(x), gradient: (g) => [g.matmul(x)] })
  const countsWith = (interceptor: Interceptor): readonly [isRecorded: boolean, products: number] => {
    const before = counts()
    const isRecordedNow = intercept(
      cpu,
      () => interceptor,
      () => {
        square()
        return isRecorded(cpu)
      },
    )
    return [isRecordedNow, counts() - before]
  }
  expect(countsWith(kernels)).toEqual([false, 1])
  expect(countsWith({ ...kernels, note })).toEqual([true, 0])
  expect(countsWith({ ...kernelsOf(cpu), note, beneath: kernels })).toEqual([true, 1])
  expect(countsWith({ ...kernels, note, beneath: { ...kernels, note } })).toEqual([true, 0])
  expect(isRecorded(cpu)).toBe(false)
})

it('says where it is given no backend', () => {
  expect(() => kernelsOf({} as never)).toThrow('kernelsOf: expected a backend, got an object')
  expect(() => isRecorded(undefined as never)).toThrow('isRecorded: expected a backend, got undefined')
  expect(() =>
    intercept(
      null as never,
      (inner) => inner,
      () => 1,
    ),
  ).toThrow('intercept: expected a backend, got null')
})
