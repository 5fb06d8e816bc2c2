import { type Tensor, where, withGradient } from '@nn/tensor'

/** x limited to [low, high], as `clamp`, but that its gradient is 0 at the bounds, as that of PyTorch's activations is. */
export function clampInside(x: Tensor, low: number, high: number): Tensor {
  return withGradient({
    inputs: [x],
    compute: () => x.clamp(low, high),
    keep: () => [x],
    gradient: (g, values) => [where(values.le(low).logicalOr(values.ge(high)), 0, g)],
    isNew: true,
  })
}
