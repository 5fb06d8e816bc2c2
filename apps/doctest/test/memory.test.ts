import { expect, it } from 'vitest'
import { runProgram } from '../src/run-program.ts'

/** Pages that 20 results of 4 MiB touch for the first time, where those before were freed. */
const program = `import { cpu } from '@nn/backend-cpu'
const faults = () => {
  gc()
  const before = process.resourceUsage().minorPageFault
  for (let i = 0; i < 20; i++) {
    cpu.ones([2 ** 20])
    gc()
  }
  return process.resourceUsage().minorPageFault - before
}
cpu.ones([2000]).exp()
faults()
console.log(faults())
`

it('the memory of freed arrays is kept where the allocator can be told to', async ({ signal }) => {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  if (header.glibcVersionRuntime === undefined) return
  const pages = await runProgram('memory', program, { signal, flags: ['--expose-gc'] })
  expect(Number(pages)).toBeLessThan(500) // of the 20,480 that they have
})

/** Bytes that stay after thousands of training steps. */
const steps = `import { valueAndGrad } from '@nn/autograd'
import { cpu } from '@nn/backend-cpu'
import { Dense, Sequential, tanh } from '@nn/layers'
import { adam } from '@nn/optim'
import { createRng } from '@nn/random'
const net = new Sequential(new Dense(4, { inUnits: 2, activation: tanh }), new Dense(1, { inUnits: 4 }))
net.initialize({ rng: createRng(42), backend: cpu })
const x = cpu.normal(createRng(1), [8, 2])
const optimizer = adam(net)
const train = (count) => {
  for (let i = 0; i < count; i++)
    optimizer.step(valueAndGrad(net, () => net.forward(x).square().mean()).gradients)
  gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
train(2000)
const before = train(2000)
console.log(train(20000) - before)
`

it('training steps leave nothing behind', async ({ signal }) => {
  const bytes = await runProgram('steps', steps, { signal, flags: ['--expose-gc'] })
  expect(Number(bytes)).toBeLessThan(500_000) // 25 bytes a step
})
