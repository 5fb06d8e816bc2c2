import type { Backend } from '@nn/tensor'
import { describe, it } from 'vitest'
import { binaryCases } from './binary-cases.ts'
import type { ConformanceCase } from './case.ts'
import { composedCases } from './composed-cases.ts'
import { convolveCases } from './convolve-cases.ts'
import { copyCases } from './copy-cases.ts'
import { dtypeCases } from './dtype-cases.ts'
import { errorCases } from './error-cases.ts'
import { matmulCases } from './matmul-cases.ts'
import { momentsCases } from './moments-cases.ts'
import { orderedCases } from './ordered-cases.ts'
import { propertyCases } from './property-cases.ts'
import { rearrangeCases } from './rearrange-cases.ts'
import { reduceCases } from './reduce-cases.ts'
import { slopeCases } from './slope-cases.ts'
import { unaryCases } from './unary-cases.ts'
import { writeCases } from './write-cases.ts'

/** Every law of a backend; each can be run alone, as the negative control does. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...unaryCases,
  ...slopeCases,
  ...binaryCases,
  ...reduceCases,
  ...momentsCases,
  ...matmulCases,
  ...orderedCases,
  ...convolveCases,
  ...rearrangeCases,
  ...copyCases,
  ...writeCases,
  ...dtypeCases,
  ...composedCases,
  ...propertyCases,
  ...errorCases,
]

/**
 * Registers a test for every law of a backend, checked against an oracle of index arithmetic in double
 * precision.
 */
export function backendConformance(backend: Backend): void {
  describe(`backend ${backend.name}`, () => {
    for (const { name, run } of conformanceCases) it(name, () => run(backend))
  })
}
