import { createBackend, linear } from '@nn/tensor'
import { expect, it } from 'vitest'
import { plainKernels } from '../src/kernels/plain.ts'
import { accelerate } from '../src/simd/accelerate.ts'
import { createEngine } from '../src/simd/engine/engine.ts'
import { USUAL } from '../src/simd/engine/least.ts'

declare const process: { memoryUsage(): { rss: number } } | undefined

/** Bytes of the process where it can be asked, else 0. */
const resident = (): number => (typeof process === 'object' ? process.memoryUsage().rss : 0)

it('10⁵ calls keep nothing: neither the memory of the kernels nor that of the process grows', () => {
  const engine = createEngine('simd')
  if (engine === null) return
  const backend = createBackend(accelerate(plainKernels, () => engine, USUAL))
  const x = backend.linspace(-1, 1, 16 * 64).reshape(16, 64)
  const weight = backend.linspace(-1, 1, 64 * 64).reshape(64, 64)
  const calls = (times: number): void => {
    for (let i = 0; i < times; i++) linear(x, weight).relu().add(1).sum()
  }
  calls(5000)
  const [before, scratch] = [resident(), engine.x.buffer.byteLength]
  calls(25_000) // four kernels each, 12 KiB of results: 300 MiB if they were kept
  expect(engine.x.buffer.byteLength).toBe(scratch)
  expect(scratch).toBe(112 * 65536)
  expect(resident() - before).toBeLessThan(150 * 2 ** 20)
})
