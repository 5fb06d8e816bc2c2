import type { Initializer } from '@nn/init'
import type { Model, Parameter } from '../family/model.ts'

/** What a recipe says of a parameter; of packed matrices, of each. */
export interface Assigned {
  /** Its law: `normal`, `truncatedNormal`, `uniform`, `constant`, `zeros` or `ones` of `@nn/init`. */
  readonly init: Initializer
  /** Why, in a few words. */
  readonly reason: string
  /** Whether the row of padding is zero; default false. */
  readonly zeroPadding?: boolean
}

/** A factor that a recipe leaves to the trainer. */
export interface Multiplier {
  /** What is multiplied, such as `learning rate of hidden matrices`. */
  readonly of: string
  readonly factor: number
}

/** The laws of all parameters of a model. */
export interface Recipe {
  readonly name: string
  /** Where the formulas stand. */
  readonly source: string
  /**
   * `'keyed'`: each parameter draws from a stream of its own, keyed by seed and name. `'torch'`: all draw from PyTorch's one
   * sequence in the order of `transformers`; then laws are normal or constant.
   */
  readonly stream: 'keyed' | 'torch'
  /** Options that its laws depend on, for the record in the files. */
  readonly options?: Readonly<Record<string, number>>
  /**
   * The model whose parameters it makes, where they are not those of the config: adapters, or norms of another kind; all is the config's if
   * left out. @throws RangeError if the recipe does not fit the model.
   */
  adapt?(model: Model): Model
  /** @throws RangeError if the recipe does not fit the model. */
  laws(model: Model): (parameter: Parameter) => Assigned
  /** The factors for the trainer; none if left out. */
  multipliers?(model: Model): readonly Multiplier[]
}
