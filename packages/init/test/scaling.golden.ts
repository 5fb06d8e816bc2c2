import { describe, expect, it } from 'vitest'
import type { Distribution, FanMode, Initializer, Nonlinearity } from '../src/index.ts'
import * as init from '../src/index.ts'
import golden from './fixtures/formulas.json' with { type: 'json' }

/** The exact numbers of fixtures/formulas.json (computed with mpmath to 25 digits), as near as two roundings come. */
const TOLERANCE = 4e-16

function close(actual: number | undefined, exact: number): void {
  expect(Math.abs(actual! / exact - 1)).toBeLessThanOrEqual(TOLERANCE)
}

const camel = <T extends string>(name: string) =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as T
const NUMBERS: Record<string, number> = { sqrt2: Math.SQRT2, sqrt5: Math.sqrt(5), '5/3': 5 / 3, '1/3': 1 / 3 }
const number = (text: string | number): number => NUMBERS[text] ?? Number(text)

describe.each(golden.scaling)('fans of $shape_torch', (c) => {
  const shape = c.shape_torch
  const law = (initializer: Initializer) =>
    initializer.describe({ shape, fans: init.computeFans(shape, { out: 0, in: 1 }) })

  it.each(c.xavier)('Xavier, gain $gain', ({ gain, normal_std, uniform_bound }) => {
    const options = { gain: number(gain) }
    close(law(init.xavierNormal(options)).std, normal_std)
    close(law(init.xavierTruncatedNormal(options)).std, normal_std)
    close(law(init.xavierUniform(options)).high, uniform_bound)
  })

  it.each(c.kaiming)(
    'Kaiming, $nonlinearity $a $mode',
    ({ nonlinearity, a, mode, normal_std, uniform_bound }) => {
      const name = camel<Nonlinearity>(nonlinearity)
      const slope = name === 'leakyRelu' ? { slope: number(a) } : {}
      // These two have other gains in PyTorch than the exact ones.
      const own = name === 'tanh' || name === 'selu'
      const follows = own ? { gain: init.calculateGain(name) } : { nonlinearity: name, ...slope }
      const options = { mode: camel<'fanIn' | 'fanOut'>(mode), ...follows }
      close(law(init.kaimingNormal(options)).std, normal_std)
      close(law(init.kaimingTruncatedNormal(options)).std, normal_std)
      close(law(init.kaimingUniform(options)).high, uniform_bound)
    },
  )

  it.each(c.variance_scaling)('variance scaling $scale $mode', (v) => {
    const law_ = (distribution: Distribution) =>
      law(init.varianceScaling({ scale: number(v.scale), mode: camel<FanMode>(v.mode), distribution }))
    close(law_('normal').std, v.std)
    close(law_('uniform').high, v.uniform_limit)
    close(law_('truncatedNormal').high! / 2, v.truncated_normal_parent_std)
  })

  it('LeCun, and the default of Dense', () => {
    close(law(init.lecunNormal()).std, c.lecun.std)
    close(law(init.lecunTruncatedNormal()).std, c.lecun.std)
    close(law(init.lecunUniform()).high, c.lecun.uniform_limit)
    const dense = init.varianceScaling({ scale: 1 / 3, distribution: 'uniform' })
    expect(law(dense).high).toBe(c.torch_linear_default_bound)
  })
})
