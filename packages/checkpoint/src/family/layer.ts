/** What a layer does in its model; recipes tell layers apart by it. */
export type Part =
  | 'embedding'
  | 'position'
  | 'tokenType'
  | 'query'
  | 'key'
  | 'value'
  | 'qkv'
  | 'attentionOut'
  | 'gate'
  | 'up'
  | 'gateUp'
  | 'down'
  | 'router'
  | 'norm'
  | 'transform'
  | 'pooler'
  | 'readout'

/**
 * How a layer stores its parameters: `linear` a weight `[out, in]`, `conv1d` GPT-2's `[in, out]`, `embedding` `[rows, width]`, `norm`
 * a weight of ones, `offsetNorm` one of zeros that the model adds 1 to, `matrices` a parameter of several matrices without a
 * layer of its own, `bias` a lone vector of zeros.
 */
export type LayerKind = 'linear' | 'conv1d' | 'embedding' | 'norm' | 'offsetNorm' | 'matrices' | 'bias'

/** One layer of a model as data, in the order in which `transformers` constructs it. */
export interface Layer {
  /** Path of the layer; of `matrices` and `bias` the parameter's whole name. */
  readonly path: string
  readonly kind: LayerKind
  readonly part: Part
  /** Of the weight; of `matrices` the last two are [out, in] of each matrix. */
  readonly shape: readonly number[]
  /** Matrices that lie in one parameter, along its outputs: what each is and how many outputs it has. */
  readonly packed?: readonly (readonly [part: Part, outputs: number])[]
  /** Whether there is a bias; default false. */
  readonly bias?: boolean
  /** Number of the block that it lies in, from 0. */
  readonly block?: number
  /** Row of an embedding that stays zero. */
  readonly padding?: number | undefined
  /** Layer whose weight this one shares. */
  readonly tied?: string | undefined
  /** Name of the parameter that is its bias. */
  readonly tiedBias?: string | undefined
  /** Whether `transformers` draws its weight once more, with a std divided by √(2·blocks). */
  readonly redrawn?: boolean
}

/** The layers of a class: what is constructed and initialised first, then what a head adds to it. */
export interface LayerGroups {
  readonly base: readonly Layer[]
  readonly head: readonly Layer[]
}
