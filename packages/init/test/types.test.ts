import { expectTypeOf, it } from 'vitest'
import { fromJSON } from '../src/config/index.ts'
import * as init from '../src/index.ts'
import { fixup, gpt2 } from '../src/recipes/index.ts'

it('TypeScript refuses what cannot be right', () => {
  // Compiled, never called: what is expected here are errors of the compiler.
  const wrong = (): unknown[] => [
    // @ts-expect-error no such mode
    init.varianceScaling({ mode: 'fan_avrage' }),
    // @ts-expect-error a name of Keras
    init.varianceScaling({ mode: 'fan_in' }),
    // @ts-expect-error He's law has no mean of the fans
    init.kaimingNormal({ mode: 'fanAvg' }),
    // @ts-expect-error zeros have no gain
    init.zeros({ gain: 2 }),
    // @ts-expect-error LeCun's law has none, either
    init.lecunNormal({ gain: 2 }),
    // @ts-expect-error not a known activation
    init.kaimingUniform({ nonlinearity: 'relu7' }),
    // @ts-expect-error std, not stddev
    init.normal({ stddev: 1 }),
    // @ts-expect-error a number
    init.normal({ std: '1' }),
    // @ts-expect-error sparsity is needed
    init.sparse({}),
    // @ts-expect-error a side is needed
    init.stft({}),
    // @ts-expect-error no such window
    init.stft({ side: 'real', window: 'han' }),
    // @ts-expect-error in place, a random law needs a stream
    init.normal_(undefined as never as import('@nn/tensor').Tensor, { std: 1 }),
    // @ts-expect-error out is needed
    init.computeFans([8, 4], { in: 1 }),
    // @ts-expect-error no such role
    gpt2({ roles: { residualout: '**' } }),
    // @ts-expect-error no such mode
    fixup({ mode: 'fanAvg' }),
    // @ts-expect-error an initializer, not a name: names are for fromJSON
    init.scaled('he_normal', 2),
  ]
  expectTypeOf(wrong).returns.toBeArray()
  expectTypeOf(init.normal).returns.toEqualTypeOf<init.Initializer>()
  expectTypeOf(fromJSON).returns.toEqualTypeOf<init.Initializer>()
  expectTypeOf<init.Initializer>().toExtend<init.InitFn>()
  expectTypeOf<init.FanMode>().toEqualTypeOf<'fanIn' | 'fanOut' | 'fanAvg' | 'fanGeoAvg'>()
})

it('in-place forms whose options may be left out are callbacks of map and forEach', () => {
  const tensors: import('@nn/tensor').Tensor[] = []
  expectTypeOf(tensors.map(init.eye_)).toEqualTypeOf<import('@nn/tensor').Tensor[]>()
  expectTypeOf(tensors.map(init.dirac_)).toEqualTypeOf<import('@nn/tensor').Tensor[]>()
  expectTypeOf(tensors.map(init.zeros_)).toEqualTypeOf<import('@nn/tensor').Tensor[]>()
  const parameters = new Map<string, init.Initializable>()
  parameters.forEach(init.ones_)
  parameters.forEach(init.eye_)
  // @ts-expect-error what is random needs a stream
  const wrong = () => tensors.map(init.normal_)
  // @ts-expect-error a misspelt option is none
  const misspelt = () => init.eye_(tensors[0]!, { gian: 2 })
  expectTypeOf([wrong, misspelt]).toBeArray()
})
