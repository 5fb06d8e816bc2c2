// The chapter in Flax's bits beside what flax 0.12.8 makes of the book's JAX cells.
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import type { Net } from '../src/chapter/chapter.ts'
import { DIALECTS } from '../src/dialects/dialects.ts'
import { start } from '../src/dialects/read-dialect.ts'
import golden from './fixtures/jax-chapter.json' with { type: 'json' }

const bits = (values: Tensor): string[] => {
  const floats = Float32Array.from(values.clone().toArray() as Float32Array)
  return [...new Uint32Array(floats.buffer)].map((word) => word.toString(16).padStart(8, '0'))
}

describe.each(golden.chapters)('seed $seed', ({ seed, X: input, networks }) => {
  const session = (DIALECTS.flax ?? expect.fail('no flax')).open(BigInt(seed))
  const X = session.drawInput()
  const nets: Record<string, Net> = { default: start(session.dialect) }
  for (const { name, make } of session.steps ?? []) nets[name] = make(X)

  it('draws the same X', () => {
    expect(bits(X)).toEqual(input)
  })

  it('has every network of the book', () => {
    expect(Object.keys(nets).sort()).toEqual(Object.keys(networks).sort())
  })

  it.each(Object.entries(networks))('%s', (name, { kernels, biases, output }) => {
    const net = nets[name] ?? expect.fail(name)
    const y = net.forward(X).toArray()
    expect(net.layers.map(({ weight }) => bits(weight.data.permute(1, 0)))).toEqual(kernels)
    expect(net.layers.map(({ bias }) => bits(bias.data))).toEqual(biases)
    // Sums of products are rounded in another order there.
    for (const [i, value] of output.entries()) {
      expect(Math.abs(Number(y[i]) - value)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)))
    }
  })
})
