import type { Brand } from '@nn/check'

/** What every stream of this package is marked by. @internal */
export const RNG: Brand = {
  key: /* @__PURE__ */ Symbol.for('@nn/random'),
  from: '@nn/random',
  noun: 'a stream',
  protocol: 1,
}
