// First bits of initializers in the live frameworks: torch 2.13.0, jax 0.10.2, keras 3.15.1 and tensorflow 2.21.0 on x86-64 Linux, and
// libstdc++ for MXNet. The whole files are in apps/conformance/golden.
import { cpu } from '@nn/backend-cpu'
import { key } from '@nn/random/jax'
import { tensorflowBackend } from '@nn/random/keras'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { flax } from '../src/dialects/flax/index.ts'
import { jax } from '../src/dialects/jax/index.ts'
import { keras } from '../src/dialects/keras/index.ts'
import { mxnet } from '../src/dialects/mxnet/index.ts'
import { tensorflow } from '../src/dialects/tensorflow/index.ts'
import { torch } from '../src/dialects/torch/index.ts'

const bits = (x: Tensor, count = 3): string[] =>
  [...new Uint32Array(Float32Array.from(x.toArray()).slice(0, count).buffer)].map((word) =>
    word.toString(16).padStart(8, '0'),
  )

describe('bits of a plain tensor, as the framework stores it', () => {
  it('torch.nn.init after manual_seed(42)', () => {
    const weight = cpu.zeros([64, 37])
    const draw = (fill: (dialect: ReturnType<typeof torch>) => Tensor) => bits(fill(torch({ seed: 42 })))
    expect(draw((dialect) => dialect.xavierUniform_(weight))).toEqual(['3e3ed0d7', '3e4f27e4', 'bd69e1b5'])
    const conv = cpu.zeros([64, 37, 3, 3])
    expect(draw((dialect) => dialect.kaimingNormal_(conv))).toEqual(['3e18eaba', '3dec0e94', '3d8ef57d'])
    const few = cpu.zeros([5])
    expect(draw((dialect) => dialect.normal_(few))).toEqual(['3eac62ae', '3e03e69d', '3e7016e7'])
  })

  it('jax.nn.initializers with a key', () => {
    const kernel = jax({ seed: 0 }).xavierUniform_(cpu.zeros([6, 5]), { key: key(0) })
    expect(bits(kernel)).toEqual(['3f29478c', '3f34f802', 'be7daacf'])
    const other = flax({ seed: 1 }).xavierUniform_(cpu.zeros([6, 5]), { key: key(0) })
    expect(other.equals(kernel)).toBe(true)
  })

  it('tf.*_initializer with an integer seed, and ops after set_seed(42)', () => {
    const dialect = tensorflow({ seed: 42 })
    const seeded = dialect.uniform_(cpu.zeros([3, 5]), { low: -0.37, high: 0.55, seed: 0 })
    expect(bits(seeded)).toEqual(['be341628', '3e8f1e74', '3ebb6bfe'])
    const normal = dialect.normal_(cpu.zeros([3, 5]), { mean: 0.3, std: 0.02, seed: 42 })
    expect(bits(normal)).toEqual(['3e99c311', '3e895149', '3e9aa92b'])
    expect(bits(dialect.normal_(cpu.zeros([33])))).toEqual(['3ea7a9f4', 'bf57b653', '3ea38cd0'])
  })

  it('keras.initializers with the seed that set_random_seed(42) leads to', () => {
    const dialect = keras({ seed: 42, backend: tensorflowBackend })
    const first = bits(dialect.xavierUniform_(cpu.zeros([4, 8])))
    expect(first).toEqual(['3f01ada5', '3e6b82e4', 'be4c9bd0'])
    expect(bits(dialect.xavierUniform_(cpu.zeros([8, 1])), 2)).toEqual(['3f484f30', 'bcf08e40'])
    expect(bits(dialect.xavierUniform_(cpu.zeros([4, 8]), { seed: 686579304 }))).toEqual(first)
  })

  it('mx.init.Uniform after mx.random.seed(42)', () => {
    const weight = mxnet({ seed: 42 }).uniform_(cpu.zeros([8, 4]), { low: -0.07, high: 0.07 })
    expect(bits(weight)).toEqual(['3d3cb728', '3d0e1e54', '3c057440'])
  })
})
