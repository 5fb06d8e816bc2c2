import type { InitConfig, Initializer } from '../initializer/initializer.ts'
import type { Axes } from '../parameter/axes.ts'
import type { LayerKind } from '../parameter/layer-kind.ts'
import type { ParameterUse } from '../parameter/roles.ts'

/** A parameter as a recipe sees it. */
export interface RecipeParameter {
  /** Path below the module that is initialised. */
  readonly path: string
  readonly role: string
  /** What it is for beyond its role, as its layer declares. */
  readonly use?: ParameterUse | undefined
  /** What its layer declares to be. */
  readonly kind?: LayerKind | undefined
  /** What the modules around the layer declare to be, the nearest first; those that declare nothing are left out. */
  readonly within?: readonly LayerKind[] | undefined
  /** Lengths of the axes; null for one that the first input decides. */
  readonly shape: readonly (number | null)[]
  readonly axes: Axes | undefined
}

/** What a recipe gives a parameter, and why. */
export interface Assignment {
  readonly init: Initializer
  /** The reason in words, as plans and reports show it. */
  readonly reason: string
}

/**
 * Laws for a whole model, from what each parameter is to it and how deep it is; see `@nn/init/recipes`. Anything with `assign` is one.
 *
 * @example
 * ```ts
 * import { normal, type Recipe } from '@nn/init'
 * import { Dense } from '@nn/layers'
 * const mine: Recipe = {
 *   config: { name: 'mine' },
 *   assign: (parameters) =>
 *     new Map(parameters.map(({ path }, i) => [path, { init: normal({ std: 1 / (i + 1) }), reason: `number ${i}` }])),
 * }
 * new Dense(2, { inUnits: 2 }).plan({ recipe: mine }).rows.map(({ std }) => std) // => [1, 0.5]
 * ```
 */
export interface Recipe {
  readonly config: InitConfig
  /** Assignments by path; parameters that are left out keep what they have. */
  assign(parameters: readonly RecipeParameter[]): ReadonlyMap<string, Assignment>
  toJSON?(): InitConfig
}
