import { show } from '../check/check.ts'
import { checkOptions } from '../check/check-options.ts'
import { kaimingNormal, kaimingUniform } from '../distributions/kaiming.ts'
import { normal } from '../distributions/normal.ts'
import { uniform } from '../distributions/uniform.ts'
import { xavierNormal, xavierUniform } from '../distributions/xavier.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { orthogonal } from '../orthogonal/orthogonal.ts'
import { constant, ones, zeros } from '../structured/constant.ts'

type Config = Readonly<Record<string, number>>
type Kaiming = (options: { readonly gain: number; readonly mode: 'fanIn' | 'fanOut' }) => Initializer

function kaiming(factory: Kaiming): (config: Config) => Initializer {
  return ({ gain, fan_out_only: out }) => factory({ gain: gain!, mode: out ? 'fanOut' : 'fanIn' })
}

/** Burn's variants, with what they hold. */
const VARIANTS: Readonly<
  Record<string, readonly [names: readonly string[], read: (config: Config) => Initializer]>
> = {
  Constant: [['value'], ({ value }) => constant(value!)],
  Ones: [[], () => ones()],
  Zeros: [[], () => zeros()],
  Uniform: [['min', 'max'], ({ min, max }) => uniform({ low: min!, high: max! })],
  Normal: [['mean', 'std'], ({ mean, std }) => normal({ mean: mean!, std: std! })],
  KaimingUniform: [['gain', 'fan_out_only'], kaiming(kaimingUniform)],
  KaimingNormal: [['gain', 'fan_out_only'], kaiming(kaimingNormal)],
  XavierUniform: [['gain'], ({ gain }) => xavierUniform({ gain: gain! })],
  XavierNormal: [['gain'], ({ gain }) => xavierNormal({ gain: gain! })],
  Orthogonal: [['gain'], ({ gain }) => orthogonal({ gain: gain! })],
}

/** Whether a value is one of Burn's, `{ "XavierUniform": { "gain": 1 } }`. */
export function isBurn(value: object): boolean {
  const keys = Object.keys(value)
  return keys.length === 1 && Object.hasOwn(VARIANTS, keys[0]!)
}

/** Burn's `{ "XavierUniform": { "gain": 1 } }`. */
export function readBurn(value: object): Initializer {
  const [[name, config]] = Object.entries(value) as [[string, Config]]
  const [names, read] = VARIANTS[name]!
  checkOptions(name, config, names)
  const missing = names.find((option) => !Object.hasOwn(config, option))
  if (missing !== undefined)
    throw new TypeError(`${name}: expected ${names.join(', ')}, got no ${show(missing)}`)
  return read(config)
}
