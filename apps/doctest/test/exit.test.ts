import { it } from 'vitest'
import { runProgram } from '../src/run-program.ts'

const program = `import { cpuThreads } from '@nn/backend-cpu'
import { createRng, startThreads } from '@nn/random'
const [rng, cpu] = [createRng(42, { threads: startThreads(3) }), cpuThreads(3)]
const work = () => cpu.normal(rng, [600, 600]).matmul(cpu.ones([600, 600]))
work()
setTimeout(work, 200)
startThreads(4)
`

it('helpers that are at work, asleep or have not started keep no process alive', async ({ signal }) => {
  await runProgram('exit', program, { signal })
})
