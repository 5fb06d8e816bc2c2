import type * as SimdModule from '../src/engines/simd-module.ts'

let run = true

/**
 * The module that loads kernels, with a switch: kernels run from the first value on, or not at all. For
 * `vi.mock('../src/engines/simd-module.ts', async (original) => switched(await original()))`, with `switched` from a dynamic import.
 */
export function switched(original: typeof SimdModule): typeof SimdModule {
  return {
    ...original,
    onceWorth(load) {
      const loaded = original.onceWorth(load)
      return () => (run ? loaded(Infinity) : null)
    },
  }
}

/** What a function gives without kernels. */
export function plain<R>(make: () => R): R {
  run = false
  try {
    return make()
  } finally {
    run = true
  }
}
