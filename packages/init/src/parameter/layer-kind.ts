/**
 * What a layer is, as it declares itself in `module.kind`: frameworks have a default for each kind, and recipes know the parts of
 * some. Nothing is concluded from the names of a layer's fields or from the number of their axes.
 */
export type LayerKind =
  | 'linear'
  | 'bilinear'
  | 'convolution'
  | 'depthwiseConvolution'
  | 'transposedConvolution'
  | 'embedding'
  | 'recurrent'
  | 'attention'
  | 'norm'
