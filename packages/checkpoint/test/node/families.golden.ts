import { describe, expect, it } from 'vitest'
import { modelOf } from '../../src/index.ts'
import { configOf, golden } from './golden.ts'

describe.each(golden)('$id of transformers 5.18', (model) => {
  const ours = modelOf(configOf(model))

  it('has these names and shapes, in this order', () => {
    const both = (list: readonly { name: string; shape: readonly number[] }[]) =>
      list.map(({ name, shape }) => [name, shape])
    expect(both(ours.parameters)).toEqual(both(model.parameters))
  })

  it('ties these', () => {
    expect(ours.tied).toEqual(model.tied)
  })

  it('is the usual class where architectures is null, or another one', () => {
    const { architecture } = modelOf(model['config.json'])
    if (model.id.includes('sequence')) expect(architecture).toBe('BertForMaskedLM')
    else expect(architecture).toBe(model.model_class)
  })
})
