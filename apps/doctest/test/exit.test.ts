import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { it } from 'vitest'

const scratch = fileURLToPath(new URL('../node_modules/.examples/', import.meta.url))

it('helpers that are at work, asleep or have not started keep no process alive', () => {
  mkdirSync(scratch, { recursive: true })
  const program = join(scratch, 'exit.mjs')
  writeFileSync(
    program,
    `import { cpuThreads } from '@nn/backend-cpu'
import { createRng, startThreads } from '@nn/random'
const [rng, cpu] = [createRng(42, { threads: startThreads(3) }), cpuThreads(3)]
const work = () => cpu.normal(rng, [600, 600]).matmul(cpu.ones([600, 600]))
work()
setTimeout(work, 200)
startThreads(4)
`,
  )
  execFileSync(process.execPath, [program], { timeout: 60_000, stdio: 'inherit' })
})
