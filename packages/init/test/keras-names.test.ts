import { createRng } from '@nn/random'
import { tensorflowBackend as backend } from '@nn/random/keras'
import { expect, it } from 'vitest'
import { fromJSON } from '../src/config/index.ts'
import { keras } from '../src/dialects/keras/index.ts'
import * as init from '../src/index.ts'
import { request } from './request.ts'

it.each([
  ['HeNormal', init.heNormal, 'kaimingTruncatedNormal'],
  ['HeUniform', init.heUniform, 'kaimingUniform'],
  ['GlorotNormal', init.glorotNormal, 'xavierTruncatedNormal'],
  ['GlorotUniform', init.glorotUniform, 'xavierUniform'],
  ['LecunNormal', init.lecunTruncatedNormal, 'lecunTruncatedNormal'],
  ['LecunUniform', init.lecunUniform, 'lecunUniform'],
] as const)('%s is the law of Keras, by its config and in its dialect', (name, factory, ours) => {
  const shape = [24, 40]
  const fans = { fanIn: 40, fanOut: 24 }
  const theirs = fromJSON({ class_name: name, config: { seed: null } })
  const { text, std } = theirs.describe({ shape, fans })
  expect(factory().describe({ shape, fans })).toMatchObject({ text, std })
  const draw = (from: init.Initializer) => from(request(shape, { rng: createRng(7) }))
  expect(draw(factory()).allClose(draw(theirs), { rtol: 1e-6, atol: 0 })).toBe(true)
  // The nearest wrong law: the same variance, cut where it is not, or not cut where it is.
  const wrong = ours.endsWith('Uniform') ? init.lecunNormal() : init.kaimingNormal()
  expect(wrong.describe({ shape, fans }).text).not.toBe(text)
  const spoken = keras({ seed: 1, backend })[ours]({ seed: 5 })
  const config = keras({ seed: 1, backend }).varianceScaling({ ...options(theirs), seed: 5 })
  expect(spoken(request(shape)).equals(config(request(shape)))).toBe(true)
  expect(spoken.describe({ shape, fans, axes: { out: 0, in: 1 } }).std).toBeCloseTo(std!, 6)
})

/** The options of a config. */
function options({ config }: init.Initializer): init.VarianceScalingOptions {
  const { name: _, ...rest } = config
  return rest
}
