// What modules compile is seen through a spy, which browsers do not allow.
import { expect, it, vi } from 'vitest'
import { cpuExact } from '../../src/index.ts'
import { createEngine } from '../../src/simd/engine/engine.ts'
import * as modules from '../../src/simd/engine/modules.ts'

it('cpuExact has no relaxed instruction', () => {
  const compile = vi.spyOn(modules, 'compileAll')
  createEngine('simd')
  expect(compile.mock.calls).toEqual([['simd', false]])
  expect(cpuExact.features).toEqual(['simd'])
  vi.restoreAllMocks()
})
