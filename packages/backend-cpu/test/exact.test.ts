import { convolve, linear, moments, type Tensor, type UnaryOp } from '@nn/tensor'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { cpuExact, cpuPlain } from '../src/index.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const SIZES = [1, 7, 63, 64, 1023, 1024, 5000]
const FUNCTIONS = Object.keys(cpuPlain.unary) as UnaryOp[]
const ACTIVATIONS = [undefined, 'relu', 'sigmoid', 'tanh', 'gelu', 'silu', 'softplus'] as const

/** Values of every magnitude up to 10⁴, of both signs. */
const values = (size: number): Tensor =>
  cpuExact.tensor(Float32Array.from({ length: size }, (_, i) => (i % 2 ? -1 : 1) * 10 ** ((i % 90) / 10 - 5)))

describe('cpuExact', () => {
  it('takes none of the functions whose last bits JavaScript leaves open', () => {
    for (const name of ['exp', 'expm1', 'log', 'log1p', 'sin', 'cos', 'tan', 'tanh', 'pow'] as const) {
      vi.spyOn(Math, name).mockImplementation(() => {
        throw new Error(`Math.${name} was called`)
      })
    }
    for (const size of SIZES) {
      const x = values(size)
      for (const op of FUNCTIONS) {
        x[op]()
        x.clone()[`${op}_`]()
        x.expand(2, size).transpose()[op]()
        x.slice([null, null, -2])[op]()
      }
      for (const y of [x.selu(), x.elu(), x.mish(), x.leakyRelu(), x.gelu()]) expect(y.shape).toEqual([size])
      for (const axis of [0, 1]) {
        for (const y of [x.unsqueeze(0), x.unsqueeze(1), x.expand(3, size).transpose()]) {
          y.softmax(axis)
          y.logSoftmax(axis)
        }
      }
      const rows = x.expand(3, size)
      for (const activation of ACTIVATIONS) {
        linear(rows, rows, undefined, { activation })
        convolve(x.reshape(1, 1, size), cpuExact.ones([2, 1, 1]), undefined, { activation })
      }
      rows.std(1)
      rows.norm(0)
      moments(rows, 0)
    }
  })

  it('agrees with plain kernels', () => {
    for (const size of SIZES) {
      for (const op of FUNCTIONS)
        expect(
          values(size)
            [op]()
            .allClose(cpuPlain.tensor(values(size).data)[op](), { rtol: 3e-7, equalNaN: true }),
          op,
        ).toBe(true)
      for (const axis of [0, 1]) {
        const x = values(size).sin().expand(3, size).transpose()
        const expected = cpuPlain.tensor(x.toArray(), { shape: x.shape }).softmax(axis)
        expect(x.softmax(axis).allClose(expected, { rtol: 1e-6 })).toBe(true)
      }
    }
  })
})
