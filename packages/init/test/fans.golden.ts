import { describe, expect, it } from 'vitest'
import { computeFans } from '../src/index.ts'
import golden from './fixtures/formulas.json' with { type: 'json' }

describe('computeFans gives the true fans, where libraries guess wrong ones from the shape', () => {
  it.each(golden.fans)('$kind $desc', ({ kind, shape, groups, stride, fanIn, fanOut }) => {
    const transposed = kind === 'conv_transpose'
    const axes = transposed ? { in: 0, out: 1 } : { out: 0, in: 1 }
    expect(computeFans(shape, { ...axes, groups, stride, transposed })).toEqual({ fanIn, fanOut })
  })
})
