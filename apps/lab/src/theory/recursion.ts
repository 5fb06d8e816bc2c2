import { type Elementwise, meanSquare, slopeSquare } from './expectation.ts'

/** A part of a network, by what it does to second moments. Weights and biases have mean 0. */
export type Step =
  | {
      readonly kind: 'linear'
      /** σ_w² = fanIn · E w². */
      readonly weight: number
      /** fanOut · E w², which gradients grow by. */
      readonly back: number
      /** σ_b² = E b². */
      readonly bias: number
    }
  | { readonly kind: 'activation'; readonly of: Elementwise }
  /** x + branch(x). */
  | { readonly kind: 'residual'; readonly branch: readonly Step[] }

/**
 * E x² behind each step, from that of the input: q = σ_w² E x² + σ_b² behind a linear step, E φ(√q z)² behind an activation (Poole et al.,
 * 2016, https://arxiv.org/abs/1606.05340), E x² + E branch² behind a residual one, whose last linear step makes both independent.
 */
export function forwardRecursion(steps: readonly Step[], input: number): number[] {
  let square = input
  return steps.map((step) => {
    square = after(step, square)
    return square
  })
}

/**
 * E (∂loss/∂x)² of what each step gives, from that of the last result: the transposed weights and E φ′(√q z)² (Schoenholz et al., 2017,
 * https://arxiv.org/abs/1611.01232).
 *
 * @param forward What `forwardRecursion` gives for these steps.
 */
export function backwardRecursion(
  steps: readonly Step[],
  { input, forward, output }: { input: number; forward: readonly number[]; output: number },
): number[] {
  const gradients: number[] = []
  let square = output
  for (let i = steps.length - 1; i >= 0; i--) {
    gradients[i] = square
    const step = steps[i]
    if (step !== undefined) square *= gain(step, forward[i - 1] ?? input)
  }
  return gradients
}

function after(step: Step, square: number): number {
  switch (step.kind) {
    case 'linear':
      return step.weight * square + step.bias
    case 'activation':
      return meanSquare(step.of, square)
    case 'residual':
      return square + (forwardRecursion(step.branch, square).at(-1) ?? 0)
  }
}

/** By what the second moment of gradients grows on its way back through a step whose input has this second moment. */
function gain(step: Step, square: number): number {
  switch (step.kind) {
    case 'linear':
      return step.back
    case 'activation':
      return slopeSquare(step.of, square)
    case 'residual': {
      const forward = forwardRecursion(step.branch, square)
      return 1 + step.branch.reduce((gains, part, i) => gains * gain(part, forward[i - 1] ?? square), 1)
    }
  }
}
