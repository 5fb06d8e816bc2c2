import { cpu } from '@nn/backend-cpu'
import { ShapeError } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { rotaryEmbedding, Swiglu, swiglu, Upsample } from '../src/index.ts'
import { gradientError, mixed } from './slopes.ts'

const x = cpu.tensor(
  [
    [-1, 0.5, 2, 3],
    [0.25, -3, -0.5, 4],
  ],
  { dtype: 'float64' },
)

describe('swiglu', () => {
  it('is silu of the first half by the second, as PyTorch computes it', () => {
    const expected = [-0.537882843, 0.933688997, -0.070272063, -0.569110478]
    const close = { rtol: 0, atol: 1e-9 }
    const out = swiglu()(x)
    expect(out.reshape(-1).allClose(cpu.tensor(expected, { dtype: 'float64' }), close)).toBe(true)
    expect(new Swiglu(0).forward(x.transpose()).transpose().equals(out)).toBe(true)
  })

  it('refuses an odd length, and a tensor in the place of the axis', () => {
    expect(() => swiglu(0)(cpu.ones([3]))).toThrow(ShapeError)
    expect(() => swiglu(2)(x)).toThrow('swiglu: expected an even length along axis 2, got no such axis')
    expect(() => swiglu(x as never)).toThrow('call it first: swiglu()')
    expect(() => new Swiglu(0.5)).toThrow('axis to be an integer')
  })
})

it.each([
  ['swiglu', swiglu()],
  ['rotaryEmbedding', rotaryEmbedding],
  ['rotaryEmbedding of neighbours', (t: typeof x) => rotaryEmbedding(t, { interleaved: true, offset: 1 })],
  [
    'Upsample',
    (t: typeof x) => new Upsample({ size: [3, 7], mode: 'bilinear' }).forward(t.reshape(1, 1, 2, 4)),
  ],
])('%s has the gradient that differences show', (_, fn) => {
  expect(gradientError((t) => mixed(fn(t)), x)).toBeLessThan(1e-8)
})

it('Upsample refuses options that interpolate would refuse', () => {
  expect(() => new Upsample({})).toThrow('Upsample: expected either size or scale, got neither')
  expect(() => new Upsample({ size: 2, scale: 2 })).toThrow('got both')
  expect(() => new Upsample({ size: [2, 0] })).toThrow('size to be an integer >= 1')
  expect(() => new Upsample({ scale: 2, alignCorners: true })).toThrow('alignCorners with a linear mode')
})
