import { message, show } from '@nn/check'
import { kaimingNormal, kaimingUniform } from '../distributions/kaiming.ts'
import { normal } from '../distributions/normal.ts'
import { uniform } from '../distributions/uniform.ts'
import { xavierNormal, xavierUniform } from '../distributions/xavier.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { orthogonal } from '../orthogonal/orthogonal.ts'
import { constant, ones, zeros } from '../structured/constant.ts'
import { checkMembers, type Members, type Reader } from './members.ts'

type Kaiming = (options: { readonly gain: number; readonly mode: 'fanIn' | 'fanOut' }) => Initializer

function kaiming(factory: Kaiming): (members: Members) => Initializer {
  return ({ gain, fan_out_only: out }) => factory({ gain, mode: out ? 'fanOut' : 'fanIn' })
}

/** Burn's variants, with what they hold. */
const VARIANTS: ReadonlyMap<string, Reader> = /* @__PURE__ */ new Map<string, Reader>([
  ['Constant', [['value'], ({ value }) => constant(value)]],
  ['Ones', [[], () => ones()]],
  ['Zeros', [[], () => zeros()]],
  ['Uniform', [['min', 'max'], ({ min, max }) => uniform({ low: min, high: max })]],
  ['Normal', [['mean', 'std'], ({ mean, std }) => normal({ mean, std })]],
  ['KaimingUniform', [['gain', 'fan_out_only'], kaiming(kaimingUniform)]],
  ['KaimingNormal', [['gain', 'fan_out_only'], kaiming(kaimingNormal)]],
  ['XavierUniform', [['gain'], ({ gain }) => xavierUniform({ gain })]],
  ['XavierNormal', [['gain'], ({ gain }) => xavierNormal({ gain })]],
  ['Orthogonal', [['gain'], ({ gain }) => orthogonal({ gain })]],
])

/** Burn's `{ "XavierUniform": { "gain": 1 } }`, all of whose options are written; undefined if the value is of another form. */
export function readBurn(value: object): Initializer | undefined {
  const [entry, ...others] = Object.entries(value)
  const [name, options]: readonly [string, unknown] = entry ?? ['', undefined]
  const variant = others.length === 0 ? VARIANTS.get(name) : undefined
  if (variant === undefined) return undefined
  const [names, read] = variant
  checkMembers(name, options, names)
  const missing = names.find((option) => !Object.hasOwn(options, option))
  if (missing !== undefined) throw new TypeError(message(name, names.join(', '), `no ${show(missing)}`))
  return read(options)
}
