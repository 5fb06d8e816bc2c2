import { valueAndGrad } from '@nn/autograd'
import { crossEntropy, type UnaryModule } from '@nn/layers'
import type { Examples } from './examples.ts'
import type { Lesson } from './lessons.ts'

/** Trains with all examples in each step, and gives the loss before each, and at last after all. */
export function* losses(
  net: UnaryModule,
  { x, labels }: Pick<Examples, 'x' | 'labels'>,
  { optimizer: optimize, steps }: Pick<Lesson, 'optimizer' | 'steps'>,
): Generator<number, void, undefined> {
  const optimizer = optimize(net)
  for (let step = 0; step <= steps; step++) {
    const { value, gradients } = valueAndGrad(net, () => crossEntropy(net.forward(x), labels))
    yield Number(value.item())
    if (step < steps) optimizer.step(gradients)
  }
}

/** The share of examples whose class has the greatest output. */
export function accuracy(net: UnaryModule, { x, labels }: Pick<Examples, 'x' | 'labels'>): number {
  return Number(net.forward(x).argmax(-1).eq(labels).cast('float32').mean().item())
}
