// Models of keras.applications, of Keras 3.15.1: the digest is the SHA-256 of a line `name sha256` for each weight in the order of
// `model.weights`, in Keras's layout, after keras.utils.set_random_seed(seed).
import { createHash } from 'node:crypto'
import { cpu } from '@nn/backend-cpu'
import { keras } from '@nn/init/keras'
import { kerasStateDict, loadKerasStateDict } from '@nn/layers/keras'
import { jaxBackend, tensorflowBackend, torchBackend } from '@nn/random/keras'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { KerasMobileNetV2 } from '../src/index.ts'

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

const bytesOf = (values: Tensor): Uint8Array =>
  new Uint8Array(Float32Array.from(values.clone().toArray() as Float32Array).buffer)

describe('MobileNetV2 of Keras', () => {
  it.each([
    ['tensorflow', tensorflowBackend, '26145fce7d8dfa658a89df776ad9bd0b38a6bc0a761fc5556fcb5ac457584158'],
    ['jax', jaxBackend, '9354aefc7b94f3878a8f851b305f47891ef39d4f8f9b050fe7d24a5ce7a58000'],
    ['torch', torchBackend, '06acb54ef87aa9271c4e999aaec105eaca142fe8921f3efc54bd72337293cf9b'],
  ])('has every weight on %s', (_, backend, digest) => {
    const net = KerasMobileNetV2()
    const dialect = keras({ seed: 42, backend })
    net.initialize({ dialect, backend: cpu })
    const state = kerasStateDict(net)
    const lines = [...state].map(([name, values]) => `${name} ${sha256(bytesOf(values))}\n`)
    expect(lines).toHaveLength(262)
    expect(sha256(lines.join(''))).toBe(digest)
    dialect.session.rng.uniform(new Float32Array(2))
    expect(dialect.session.makeSeed()).toBe(385451172)
  })

  it('computes what Keras does, and comes back from its names', () => {
    const net = KerasMobileNetV2({ alpha: 0.35, include_top: false })
    net.initialize({ dialect: keras({ seed: 3 }), backend: cpu })
    const copy = KerasMobileNetV2({ alpha: 0.35, include_top: false })
    loadKerasStateDict(copy, kerasStateDict(net))
    copy.eval()
    // ((7 i) mod 11) / 10 − 0.5 by index in Keras's order of axes.
    const image = cpu.tensor(
      Float32Array.from({ length: 96 * 96 * 3 }, (_, i) => ((i * 7) % 11) / 10 - 0.5),
      { shape: [1, 96, 96, 3] },
    )
    let x = image.permute(0, 3, 1, 2)
    for (const [, layer] of Object.entries(copy.layers).slice(0, 6)) {
      x = typeof layer === 'function' ? layer(x) : (layer.forward(x) as Tensor)
    }
    // The output of Keras's layer block_2_add.
    expect(x.shape).toEqual([1, 8, 24, 24])
    expect(Number(x.abs().mean().item())).toBeCloseTo(0.001250965055078268, 8)
    const first = [
      -0.00393150188, 0.000259698018, 0.00290223327, 0.00103501836, 0.000305033638, 0.000889357878,
    ]
    for (const [channel, value] of first.entries()) {
      expect(Number(x.at(0, channel, 0, 0).item())).toBeCloseTo(value, 8)
    }
  })
})
