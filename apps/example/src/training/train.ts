import { valueAndGrad } from '@nn/autograd'
import { crossEntropy, type UnaryModule } from '@nn/layers'
import type { Examples } from './examples.ts'
import type { Lesson } from './lessons.ts'

/** Trains with all examples in each step; the loss before each, and at last after all. */
export function train(
  net: UnaryModule,
  { x, labels }: Examples,
  { optimizer: optimize, steps }: Pick<Lesson, 'optimizer' | 'steps'>,
  progress?: (step: number, loss: number) => void,
): number[] {
  const optimizer = optimize(net)
  const losses: number[] = []
  for (let step = 0; step <= steps; step++) {
    const { value, gradients } = valueAndGrad(net, () => crossEntropy(net.forward(x), labels))
    const loss = Number(value.item())
    losses.push(loss)
    if (step < steps) optimizer.step(gradients)
    progress?.(step, loss)
  }
  return losses
}

/** The share of examples whose class has the greatest output. */
export function accuracy(net: UnaryModule, { x, labels }: Examples): number {
  return Number(net.forward(x).argmax(-1).eq(labels).cast('float32').mean().item())
}
