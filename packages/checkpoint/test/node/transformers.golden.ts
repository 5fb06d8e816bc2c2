import { createHash } from 'node:crypto'
import { createTorchRng, skip } from '@nn/random/torch'
import { describe, expect, it } from 'vitest'
import { modelOf, recipeOf } from '../../src/index.ts'
import { lawsOf, sizeOf, valuesOf } from '../../src/law/values.ts'
import { placesOf } from '../../src/torch/places.ts'
import { configOf, golden } from './golden.ts'

describe.each(golden)('$id after torch.manual_seed($seed)', (golden) => {
  const model = modelOf(configOf(golden))
  const recipe = recipeOf('transformers')
  const laws = lawsOf(model, recipe)
  const bits = (values: Float32Array) =>
    createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex')

  it('has the bits of transformers, also when parameters are drawn in any order', () => {
    const fillOf = valuesOf(model, recipe, golden.seed)
    for (const order of [laws, laws.toReversed()])
      for (const law of order) {
        const values = new Float32Array(sizeOf(law.parameter.shape))
        fillOf(law)(values, 0)
        const { name } = law.parameter
        expect([name, bits(values)]).toEqual([
          name,
          golden.parameters.find((one) => one.name === name)?.sha256,
        ])
      }
  })

  it('has slices of the whole, wherever they begin and end', () => {
    const fillOf = valuesOf(model, recipe, golden.seed)
    for (const law of laws) {
      const whole = new Float32Array(sizeOf(law.parameter.shape))
      fillOf(law)(whole, 0)
      for (const [start, end] of [
        [0, 1],
        [1, 17],
        [5, whole.length],
        [16, 48],
        [whole.length - 1, whole.length],
      ] as const) {
        if (start >= end || end > whole.length) continue
        const slice = new Float32Array(end - start)
        fillOf(law)(slice, start)
        expect(slice).toEqual(whole.slice(start, end))
      }
    }
  })

  it('draws as many words as transformers', () => {
    const { words } = placesOf(model.layers)
    const next = skip(createTorchRng(golden.seed), words).uniform(new Float32Array(2))
    const hex = [...new Uint32Array(next.buffer)].map((word) => word.toString(16).padStart(8, '0'))
    expect(hex).toEqual(golden.after)
  })

  it('has the laws of transformers', () => {
    for (const { parameter, matrices } of laws) {
      const expected = golden.parameters.find(({ name }) => name === parameter.name)?.law
      for (const [, { init }] of matrices) {
        const { mean, std } = init.describe({ shape: parameter.shape, fans: undefined })
        expect(expected).toEqual(std === 0 ? { constant: mean } : { normal: { mean, std } })
      }
    }
  })
})
