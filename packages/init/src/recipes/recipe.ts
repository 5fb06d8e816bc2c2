import type { InitConfig, Initializer } from '../initializer/initializer.ts'
import type { Axes } from '../parameter/axes.ts'
import type { LayerKind } from '../parameter/layer-kind.ts'
import type { ParameterUse } from '../parameter/roles.ts'

/** A module around a parameter that declares to be an encoder or a decoder: a stack of blocks, or a block of one. */
export interface Enclosing {
  readonly kind: 'encoder' | 'decoder'
  readonly path: string
}

/** A parameter as a recipe sees it. */
export interface RecipeParameter {
  /** Path in the whole network, from its root. */
  readonly path: string
  readonly role: string
  /** What it is for beyond its role, as its layer declares. */
  readonly use?: ParameterUse | undefined
  /** What its layer declares to be. */
  readonly kind?: LayerKind | undefined
  /** What the modules around the layer declare to be, the nearest first; those that declare nothing are left out. */
  readonly within?: readonly LayerKind[] | undefined
  /** Its layer and the modules around it that declare to be an encoder or a decoder, the nearest first. */
  readonly enclosing?: readonly Enclosing[] | undefined
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
  /**
   * Assignments by path; parameters that are left out keep what they have. A recipe is given the whole network, so that it can count;
   * where a part of it is initialised, `only` has the paths of that part, and what is said of others is not heard.
   */
  assign(parameters: readonly RecipeParameter[], only?: ReadonlySet<string>): ReadonlyMap<string, Assignment>
  toJSON?(): InitConfig
}
