import { cpu, cpuThreads } from '@nn/backend-cpu'
import { type Backend, linear, type Tensor } from '@nn/tensor'
import { expect, test } from 'vitest'
import { valueAndGrad } from '../../src/index.ts'
import { Dice } from '../random-program.ts'

declare const setTimeout: (then: () => void, milliseconds: number) => unknown

/** The gradients of a network that is large enough for threads. */
function gradientsOn(backend: Backend): ReadonlyMap<string, Tensor> {
  const dice = new Dice(1)
  const random = (...shape: number[]): Tensor => {
    const size = shape.reduce((product, n) => product * n, 1)
    return backend.tensor(
      Float32Array.from({ length: size }, () => dice.next() - 0.5),
      { shape },
    )
  }
  const weights = { first: random(512, 256), second: random(64, 512) }
  const x = random(128, 256)
  return valueAndGrad(weights, () =>
    linear(linear(x, weights.first).tanh(), weights.second).softmax(-1).log().square().mean(),
  ).gradients
}

test('gradients on several threads are those of one, bit for bit', async () => {
  const threads = cpuThreads(2)
  const one = gradientsOn(cpu)
  for (let i = 0; i < 3; i++) {
    for (const [name, gradient] of gradientsOn(threads)) {
      const same = threads.tensor(one.get(name)?.toArray() ?? [], { shape: gradient.shape })
      expect(gradient.equals(same)).toBe(true)
    }
    await new Promise<void>((resolve) => void setTimeout(resolve, 50))
  }
})
