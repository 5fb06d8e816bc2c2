import { finite, type OptionNames } from '@nn/check'
import { constant, zeros } from '../structured/constant.ts'
import { createRecipe } from './create-recipe.ts'
import type { Recipe } from './recipe.ts'
import { demand, ROLE_OPTIONS, type RoleOptions } from './roles.ts'

/**
 * SkipInit and ReZero: the learnt factor on each residual branch, role `residualScale`, starts as 0, so that the network is the identity
 * of its shortcuts at first (De and Smith, 2020, https://arxiv.org/abs/2002.10444; Bachlechner et al., 2020,
 * https://arxiv.org/abs/2003.04887). All else keeps what it has.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, RangeError if no parameter has the role.
 * @example
 * ```ts
 * import { ones } from '@nn/init'
 * import { skipInit } from '@nn/init/recipes'
 * import { Dense, Module, Parameter } from '@nn/layers'
 * import type { Tensor } from '@nn/tensor'
 * class Branch extends Module {
 *   inner = new Dense(4, { inUnits: 4 })
 *   factor = new Parameter({ shape: [], role: 'residualScale', init: ones() })
 *   forward(x: Tensor) {
 *     this.materialize(x.backend)
 *     return x.add(this.inner.forward(x).mul(this.factor.data))
 *   }
 * }
 * new Branch().plan({ recipe: skipInit() }).rows[2]?.law // => '0'
 * ```
 */
export function skipInit(options: RoleOptions = {}): Recipe {
  return createRecipe('skipInit', ROLE_OPTIONS, options, (name) => (placed) => {
    demand(name, placed, 'residualScale')
    return ({ purpose }) => (purpose === 'residualScale' ? [zeros(), 'factor of a branch'] : undefined)
  })
}

/**
 * The last norm's scale of each residual branch, role `residualGain`, starts as 0; where there is none, the branch's last layer, role
 * `residualOut` (Goyal et al., 2017, https://arxiv.org/abs/1706.02677, section 5.1). All else keeps what it has.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, RangeError if no parameter has one of the roles.
 * @example
 * ```ts
 * import { zeroLast } from '@nn/init/recipes'
 * import { BatchNorm, Conv2d, Sequential } from '@nn/layers'
 * const branch = new Sequential(new Conv2d(8, 3), new BatchNorm(), new Conv2d(8, 3), new BatchNorm())
 * const { rows } = branch.plan({ recipe: zeroLast({ roles: { residualGain: '3.weight' } }) })
 * rows.filter(({ source }) => source === 'recipe').map(({ path }) => path) // => ['3.weight']
 * ```
 */
export function zeroLast(options: RoleOptions = {}): Recipe {
  return createRecipe('zeroLast', ROLE_OPTIONS, options, (name) => (placed) => {
    const hasGain = placed.some(({ purpose }) => purpose === 'residualGain')
    const last = hasGain ? 'residualGain' : 'residualOut'
    demand(name, placed, last)
    return ({ purpose }) => (purpose === last ? [zeros(), 'last of a branch'] : undefined)
  })
}

/** Where the factors start. */
export interface LayerScaleOptions extends RoleOptions {
  /** Default 1e-5. */
  readonly value?: number
}

const LAYER_SCALE: OptionNames<LayerScaleOptions> = { value: true, roles: true }

/**
 * LayerScale: the learnt factor on each channel of a residual branch, role `layerScale`, starts as a small number, in the paper 0.1 up to 18
 * blocks, 1e-5 up to 24, 1e-6 beyond (Touvron et al., 2021, https://arxiv.org/abs/2103.17239, section 2). All else keeps what it has.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, RangeError if no parameter has the role.
 * @example
 * ```ts
 * import { layerScale } from '@nn/init/recipes'
 * layerScale({ value: 0.1 }).config // => { name: 'layerScale', value: 0.1 }
 * ```
 */
export function layerScale(options: LayerScaleOptions = {}): Recipe {
  return createRecipe('layerScale', LAYER_SCALE, options, (name) => {
    const { value = 1e-5 } = options
    finite(name, 'value', value)
    return (placed) => {
      demand(name, placed, 'layerScale')
      return ({ purpose }) =>
        purpose === 'layerScale' ? [constant(value), 'factor of each channel'] : undefined
    }
  })
}
