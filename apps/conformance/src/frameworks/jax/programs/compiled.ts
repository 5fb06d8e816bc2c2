import type { Callable } from '../../../python/objects.ts'
import { call } from '../../../python/values.ts'

let depth = 0

/** Whether what runs is one compiled function, in which XLA folds factors and fuses sums. */
export function isCompiled(): boolean {
  return depth > 0
}

/** `jax.jit(fn)` */
export const jit: Callable = ([fn]) => {
  const compiled: Callable = (positional, keywords) => {
    depth++
    try {
      return call(fn, positional, keywords)
    } finally {
      depth--
    }
  }
  return compiled
}
