import type { DType } from '@nn/tensor'
import type { Initializer } from '../initializer/initializer.ts'
import type { Axes } from '../parameter/axes.ts'
import type { LayerKind } from '../parameter/layer-kind.ts'
import type { ParameterUse } from '../parameter/roles.ts'

/** A parameter as a dialect sees it. */
export interface DialectParameter {
  /** Absolute path, such as `0.weight`. */
  readonly path: string
  /** Lengths of the axes; null for one that the first input decides. */
  readonly shape: readonly (number | null)[]
  readonly role: string
  /** What it is for beyond its role, as its layer declares. */
  readonly use?: ParameterUse | undefined
  readonly axes: Axes | undefined
  readonly dtype: DType
  /** Index along the first axis of what stays 0 whatever initializer fills the others; undefined if there is none. */
  readonly paddingIndex?: number | undefined
  /** The initializer of a rule, of a constructor option or of `initialize`; undefined where the layer's default holds. */
  readonly wanted: Initializer | undefined
  /** Who proposed it, as `choice.source` of its step says; `'default'` for the layer itself. */
  readonly source: string
  /** The layer's own default, for what the framework has no other law for. */
  readonly fallback: Initializer
}

/** A layer: parameters that are made together, in the order of its fields. */
export interface DialectLayer<P extends DialectParameter = DialectParameter> {
  /** Absolute path; empty for a root. */
  readonly path: string
  /** What the layer declares to be; one that declares nothing keeps its own laws. */
  readonly kind?: LayerKind | undefined
  readonly parameters: readonly P[]
  /** Its place among the modules of the network, children before their parents. */
  readonly index: number
  /** Whether it goes over its steps both ways, so that its parameters are those of one way and the other in turn. */
  readonly bidirectional?: boolean | undefined
  /** Whether its forward draws, as dropout does. */
  readonly takesSeed: boolean
  /** The path of the layer that it starts as a copy of where the framework makes such layers by copying one. */
  readonly copyOf?: string | undefined
  /** The path of the `'transformer'` that it is a part of. */
  readonly transformer?: string | undefined
}

/** A parameter with what was decided for it, before a dialect has its say and after. */
export interface DialectStep {
  /** Path below the module that is initialised. */
  readonly path: string
  readonly parameter: Omit<DialectParameter, 'wanted' | 'source'> & {
    /** Whether there are values already, hence a place for new ones. */
    readonly isReady: boolean
  }
  readonly choice: {
    readonly init: Initializer
    /** Who proposed it; `'default'` for the layer itself. */
    readonly source: string
    /** The reason in words, as plans and reports show it. */
    readonly reason: string
  }
  /** Whether values wait for the first input, even where this parameter's shape is known. */
  readonly waits?: boolean
}

/** A module as a dialect sees it. */
export type DialectModule = Pick<DialectLayer, 'path' | 'bidirectional' | 'takesSeed'> & {
  readonly kind: LayerKind | undefined
  /** Parts that are equal but for their values, such as the layers of an encoder, which PyTorch makes by copying the first. */
  readonly repeated?: readonly { readonly path: string }[] | undefined
}

/** What is around the parameters of a network. */
export interface DialectNetwork {
  /** All modules, children before their parents. */
  readonly modules: ReadonlyMap<string, DialectModule>
  /** The modules that have the parameters, by the paths of their steps. */
  readonly owners: ReadonlyMap<string, DialectModule>
  /** When values of a known shape are made: now, as a backend is given, at the first input, or not at all, as in a plan. */
  readonly values: 'now' | 'later' | 'none'
}

/**
 * How one framework starts a network: its random stream, its arithmetic, its fans and its layers' defaults. What is given as `dialect`
 * to `initialize` stands for a Python session that has just been seeded: the network is built in it, and the session goes on.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import type { Dialect } from '@nn/init'
 * import { torch } from '@nn/init/torch'
 * import { Dense } from '@nn/layers'
 * const dialect: Dialect = torch({ seed: 0 }) // torch.manual_seed(0)
 * const layer = new Dense(2, { inUnits: 3 })
 * layer.initialize({ dialect, backend: cpu }) // nn.Linear(3, 2)
 * layer.bias.data.toNested() // => [-0.011439144611358643, 0.45777493715286255]
 * ```
 */
export interface Dialect {
  /** Of the framework, as in `torch`. */
  readonly name: string
  /**
   * Whether values come from one sequence, so that each depends on all that was drawn before: then layers draw in their order, a
   * kept parameter still takes its share, and a parameter cannot be drawn again alone.
   */
  readonly isSequential: boolean
  /** The initializers of all parameters of a network, in the order in which the framework draws them. */
  adapt<P extends DialectParameter>(layers: readonly DialectLayer<P>[]): Map<P, Initializer>
  /**
   * The steps with the framework's initializers, in the order in which it draws. A layer waits as a whole for its shapes, as lazy
   * modules do.
   *
   * @throws TypeError if a sequence would have to be drawn before it is known where values are made.
   */
  arrange<S extends DialectStep>(steps: readonly S[], network: DialectNetwork): S[]
  /** A session that goes on from the same state on its own. */
  fork(): Dialect
}
