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
