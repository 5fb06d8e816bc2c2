import { createRng } from '@nn/random'
import { assertLaw, normalLaw, truncatedNormalLaw, uniformLaw } from '@nn/testing'
import { describe, expect, it } from 'vitest'
import * as init from '../src/index.ts'
import { request } from './request.ts'

const SHAPE = [400, 300]
const CUT = 0.8796256610342398
const { fanIn, fanOut } = { fanIn: 300, fanOut: 400 }
const glorot = Math.sqrt(2 / (fanIn + fanOut))

const cases = [
  {
    init: init.uniform({ low: -0.07, high: 0.07 }),
    law: uniformLaw(-0.07, 0.07),
    wrong: uniformLaw(-0.071, 0.07),
  },
  { init: init.normal({ mean: 1, std: 0.01 }), law: normalLaw(1, 0.01), wrong: normalLaw(1, 0.0102) },
  {
    init: init.truncatedNormal({ std: 0.02 }),
    law: truncatedNormalLaw(0, 0.02, -2, 2),
    wrong: normalLaw(0, 0.02 * CUT),
  },
  {
    init: init.xavierUniform(),
    law: uniformLaw(-Math.sqrt(3) * glorot, Math.sqrt(3) * glorot),
    wrong: uniformLaw(-Math.sqrt(3 / fanIn), Math.sqrt(3 / fanIn)),
  },
  { init: init.xavierNormal(), law: normalLaw(0, glorot), wrong: normalLaw(0, Math.sqrt(1 / fanIn)) },
  {
    init: init.xavierTruncatedNormal(),
    law: truncatedNormalLaw(0, glorot / CUT, -2, 2),
    wrong: truncatedNormalLaw(0, glorot, -2, 2),
  },
  {
    init: init.kaimingNormal(),
    law: normalLaw(0, Math.sqrt(2 / fanIn)),
    wrong: normalLaw(0, Math.sqrt(2 / fanOut)),
  },
  {
    init: init.kaimingUniform({ mode: 'fanOut' }),
    law: uniformLaw(-Math.sqrt(6 / fanOut), Math.sqrt(6 / fanOut)),
    wrong: uniformLaw(-Math.sqrt(6 / fanIn), Math.sqrt(6 / fanIn)),
  },
  {
    init: init.lecunNormal(),
    law: normalLaw(0, Math.sqrt(1 / fanIn)),
    wrong: normalLaw(0, Math.sqrt(1 / fanIn) * 1.02),
  },
]

describe.each(['float32', 'float64'] as const)('in %s', (dtype) => {
  it.each(cases)(
    '$init.config.name follows its law and not the nearest wrong one',
    ({ init: factory, law, wrong }) => {
      const sample = factory(request(SHAPE, { rng: createRng(2026), dtype })).toArray()
      expect(() => assertLaw(sample, law)).not.toThrow()
      expect(() => assertLaw(sample, wrong)).toThrow(/expected at most/)
    },
  )
})
