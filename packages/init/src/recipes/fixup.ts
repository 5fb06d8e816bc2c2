import { type OptionNames, oneOf } from '@nn/check'
import { scaled } from '../combinators/compose.ts'
import { kaimingNormal } from '../distributions/kaiming.ts'
import { exactExp, exactLog } from '../math/exact-math.ts'
import { zeros } from '../structured/constant.ts'
import { createRecipe, zeroBias } from './create-recipe.ts'
import { branchOf } from './depth.ts'
import type { Recipe } from './recipe.ts'
import { demand, type Placed } from './roles.ts'
import { checkLayers, countsOf, type LayersOptions } from './stacks.ts'

/** Which fan He's law takes, and the depth. */
export interface FixupOptions extends LayersOptions {
  /** Default `'fanOut'`, as the authors' code. */
  readonly mode?: 'fanIn' | 'fanOut'
}

const FIXUP: OptionNames<FixupOptions> = { mode: true, layers: true, roles: true }

/**
 * Fixup, for residual networks without normalisation: the last layer of each branch and the readout 0, the other weights of a branch of m
 * layers He's law × L^(−1/(2m − 2)) with L the number of branches of the stack, weights elsewhere He's law, biases 0 (Zhang et al., 2019,
 * https://arxiv.org/abs/1901.09321). A branch is what stands beside its last layer; roles `residualOut` needed, `readout` and
 * `shortcut` heeded. The scalar biases and multipliers that Fixup adds to a branch are the layer's to have.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, RangeError if no parameter has the role, or it is one block whose stack is not known.
 * @example
 * ```ts
 * import { fixup } from '@nn/init/recipes'
 * import { Dense, Sequential } from '@nn/layers'
 * const branch = () => new Sequential(new Dense(8, { inUnits: 8 }), new Dense(8, { inUnits: 8 }))
 * const net = new Sequential(branch(), branch(), branch(), branch(), new Dense(2, { inUnits: 8 }))
 * const roles = { residualOut: '?.1.weight', readout: '4.*' }
 * const { rows } = net.plan({ recipe: fixup({ roles }) })
 * rows.filter(({ role }) => role === 'weight').map(({ std }) => std) // => [0.25, 0, 0.25, 0, 0.25, 0, 0.25, 0, 0]
 * ```
 */
export function fixup(options: FixupOptions = {}): Recipe {
  return createRecipe('fixup', FIXUP, options, (name) => {
    const { mode = 'fanOut' } = options
    oneOf(name, 'mode', mode, ['fanIn', 'fanOut'])
    checkLayers(name, options)
    return (placed) => {
      const outs = demand(name, placed, 'residualOut')
      const counts = countsOf(name, placed, options)
      const he = kaimingNormal({ mode })
      const branches = new Map(
        outs.map((out) => [
          branchOf(out.path),
          { layers: layersIn(out.path, placed), total: counts(out)?.branches ?? 1 },
        ]),
      )
      return (parameter) => {
        const { purpose, path, isWeight } = parameter
        if (purpose === 'residualOut') return [zeros(), 'last of a branch']
        if (purpose === 'readout') return [zeros(), 'readout']
        if (!isWeight) return zeroBias(parameter)
        const branch = purpose === 'shortcut' ? undefined : branches.get(branchOf(path))
        if (branch === undefined) return [he, purpose ?? 'weight outside of branches']
        const { layers, total } = branch
        const factor = power(total, 2 * layers - 2)
        return [scaled(he, factor), `branch of ${layers} layers, ${total} branches`]
      }
    }
  })
}

/** How many weights stand in the branch of its last layer. */
function layersIn(out: string, placed: readonly Placed[]): number {
  const inBranch = ({ path, purpose, isWeight }: Placed): boolean =>
    isWeight && purpose !== 'shortcut' && branchOf(path) === branchOf(out)
  return placed.filter(inBranch).length
}

/** x^(−1/root), the same on every engine. */
function power(x: number, root: number): number {
  return root === 2 ? 1 / Math.sqrt(x) : exactExp(-exactLog(x) / root)
}
