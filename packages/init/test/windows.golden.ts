import { expect, it } from 'vitest'
import { type StftOptions, stft, type Window } from '../src/index.ts'
import windows from './fixtures/windows.json' with { type: 'json' }
import { request } from './request.ts'

it.each(windows.windows)(
  'the window $window, periodic $periodic, is SciPy’s',
  ({ window, periodic, values }) => {
    const options: StftOptions = { side: 'real', window: window as Window, scaling: null, periodic }
    // The first bin is the window itself.
    const got = stft(options)(request([2, 1, values.length], { dtype: 'float64' }))
      .slice(0, 0)
      .toArray()
    for (const [n, value] of values.entries()) expect(got[n]).toBeCloseTo(value, 14)
  },
)
