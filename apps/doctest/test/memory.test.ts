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
