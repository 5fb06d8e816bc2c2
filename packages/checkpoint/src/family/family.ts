import type { Fields } from './config.ts'
import type { LayerGroups } from './layer.ts'

/** A family of models as data: the layers of each of its classes. */
export interface Family {
  /** `model_type` in the config. */
  readonly modelType: string
  /** The class that is meant where `architectures` is null. */
  readonly usual: string
  /** The layers of each class that is known, by its name in `architectures`. */
  readonly classes: Readonly<Record<string, (fields: Fields) => LayerGroups>>
  /** Names of the fields of width and depth, and what the head shares by default. */
  readonly names: {
    readonly width: string
    readonly depth: string
  }
}
