import { deviation, flag, message, type OptionNames, show, wrongKind } from '@nn/check'
import { normal } from '../distributions/normal.ts'
import { axisList } from '../parameter/axes.ts'
import { zeros } from '../structured/constant.ts'
import { createRecipe, zeroBias } from './create-recipe.ts'
import type { Recipe } from './recipe.ts'
import type { Placed, RoleOptions } from './roles.ts'

/** The small network whose hyperparameters are to hold, and its spread. */
export interface MupOptions extends RoleOptions {
  /** Shapes of the same network at its base width, by path: of its `plan().rows`. */
  readonly base: Readonly<Record<string, readonly (number | null)[]>>
  /** Standard deviation at the base width. Default 0.02. */
  readonly std?: number
  /** Whether weights of role `readout` start as zeros. Default false. */
  readonly zeroReadout?: boolean
}

const MUP: OptionNames<MupOptions> = { base: true, std: true, zeroReadout: true, roles: true }

/**
 * μP, the maximal update parametrisation: a weight with both inputs and outputs wider than in the base network N(0, std²/m) with m = inputs /
 * base inputs, other weights N(0, std²), biases 0. With the output divided by m in a readout layer and Adam's learning rate by m for
 * the wide weights, hyperparameters of the base network hold at every width (Yang et al., 2022, https://arxiv.org/abs/2203.03466;
 * rules of the authors' code, microsoft/mup). m is `widthMultiplier`.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, RangeError if the base lacks a parameter or has one of other
 * axes.
 * @example
 * ```ts
 * import { mup } from '@nn/init/recipes'
 * import { Dense, Sequential } from '@nn/layers'
 * const build = (width: number) => new Sequential(new Dense(width, { inUnits: 4 }), new Dense(width, { inUnits: width }), new Dense(2, { inUnits: width }))
 * const base = Object.fromEntries(build(16).plan().rows.map(({ path, shape }) => [path, shape]))
 * const { rows } = build(64).plan({ recipe: mup({ base }) })
 * rows.filter(({ role }) => role === 'weight').map(({ std }) => std) // => [0.02, 0.01, 0.02]
 * ```
 */
export function mup(options: MupOptions): Recipe {
  return createRecipe('mup', MUP, options, (name) => {
    const { base, std = 0.02, zeroReadout = false } = options
    deviation(name, std)
    flag(name, 'zeroReadout', zeroReadout)
    if (typeof base !== 'object' || base === null) {
      throw new TypeError(message(name, 'base to be shapes by path', show(base)))
    }
    return () => (parameter) => {
      const { purpose, isWeight } = parameter
      if (!isWeight) return zeroBias(parameter)
      if (purpose === 'readout' && zeroReadout) return [zeros(), 'readout']
      const { multiplier, isMatrix } = widthMultiplier(parameter, base[parameter.path])
      if (!isMatrix) return [normal({ std }), purpose ?? 'not wider both ways']
      return [normal({ std: std / Math.sqrt(multiplier) }), `width × ${multiplier}`]
    }
  })
}

/**
 * How much wider a weight's inputs are than at the base width, and whether both inputs and outputs are: what μP divides by.
 *
 * @throws RangeError if there is no base shape, or one of another number of axes, or lengths are not known.
 * @example
 * ```ts
 * import { widthMultiplier } from '@nn/init/recipes'
 * const weight = { path: '1.weight', shape: [64, 64], axes: { out: 0, in: 1 } }
 * widthMultiplier(weight, [16, 16]) // => { multiplier: 4, isMatrix: true }
 * widthMultiplier({ ...weight, shape: [2, 64] }, [2, 16]) // => { multiplier: 4, isMatrix: false }
 * ```
 */
export function widthMultiplier(
  parameter: Pick<Placed, 'path' | 'shape' | 'axes'>,
  base: readonly (number | null)[] | undefined,
): { readonly multiplier: number; readonly isMatrix: boolean } {
  const { path, shape, axes }: Partial<typeof parameter> = Object(parameter)
  if (!Array.isArray(shape)) throw wrongKind('widthMultiplier', 'a parameter with path and shape', parameter)
  if (!Array.isArray(base) || base.length !== shape.length || [...shape, ...base].includes(null)) {
    const got = base === undefined ? 'none' : show(base)
    throw new RangeError(message('mup', `a base shape like ${show(shape)} for ${path}`, got))
  }
  if (axes?.in === undefined) return { multiplier: 1, isMatrix: false }
  const widthOf = (of: number | readonly number[]): number =>
    axisList(of).reduce((width, axis) => (width * Number(shape[axis])) / Number(base[axis]), 1)
  const multiplier = widthOf(axes.in)
  return { multiplier, isMatrix: widthOf(axes.out) !== 1 && multiplier !== 1 }
}
