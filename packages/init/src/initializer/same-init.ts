import { type InitLike, isData } from './initializer.ts'
import { toInitializer } from './to-initializer.ts'

/**
 * Whether two initializers are the same law with the same options; functions of one's own are the same only if they are one.
 *
 * @throws TypeError if one is no initializer.
 * @example
 * ```ts
 * import { normal } from '@nn/init'
 * import { sameInit } from '@nn/init/layer'
 * sameInit(normal({ std: 2 }), normal({ mean: 0, std: 2 })) // => true
 * sameInit(normal(), normal({ std: 2 })) // => false
 * ```
 */
export function sameInit(a: InitLike, b: InitLike): boolean {
  if (a === b) return true
  const [one, other] = [toInitializer(a), toInitializer(b)]
  return isData(one) && isData(other) && equal(one.config, other.config)
}

function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && equal(value, right.get(key)))
  )
}
