import { oneOf } from '@nn/check'

const KINDS = [
  'linear',
  'bilinear',
  'convolution',
  'depthwiseConvolution',
  'transposedConvolution',
  'embedding',
  'paddedEmbedding',
  'recurrent',
  'attention',
  'norm',
  'parametricRelu',
  'dropout',
  'encoder',
  'decoder',
  'transformer',
] as const

/**
 * What a layer is, as it declares itself in `module.kind`: frameworks have defaults for each kind, and recipes count the blocks of an
 * `'encoder'` and a `'decoder'` apart. A `'transformer'` has both, and PyTorch draws its matrices again once it is built. A `'paddedEmbedding'` has a row that starts as zeros; a `'dropout'` has no
 * parameters, but frameworks give it a seed or a key. Nothing is concluded from the names of a
 * layer's fields, from the number of their axes or from their laws.
 *
 * @example
 * ```ts
 * import { ones, type LayerKind } from '@nn/init'
 * import { torch } from '@nn/init/torch'
 * import { Module, Parameter } from '@nn/layers'
 * import type { Tensor } from '@nn/tensor'
 * class Affine extends Module {
 *   readonly kind: LayerKind = 'linear'
 *   w = new Parameter({ shape: [2, 3], role: 'weight', axes: { out: 0, in: 1 }, init: ones() })
 *   forward(x: Tensor) {
 *     return x
 *   }
 * }
 * new Affine().plan({ dialect: torch({ seed: 42 }) }).rows[0]?.law // => 'U[-0.57735, 0.57735)'
 * ```
 */
export type LayerKind = (typeof KINDS)[number]

/**
 * Throws unless a kind is one, or none is declared: for those who write layers.
 *
 * @throws TypeError if it is no string, RangeError if there is no such kind (with the nearest one).
 * @example
 * ```ts
 * import { checkKind } from '@nn/init/layer'
 * checkKind('encoder.0', 'linear') // => undefined
 * checkKind('encoder.0', 'linaer') // throws /encoder\.0: expected kind to be one of .*, got "linaer"; did you mean "linear"/
 * ```
 */
export function checkKind(where: string, kind: unknown): asserts kind is LayerKind | undefined {
  if (kind !== undefined) oneOf(where, 'kind', kind, KINDS)
}
