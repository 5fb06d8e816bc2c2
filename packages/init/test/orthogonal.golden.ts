import { expect, it } from 'vitest'
import { orthogonal } from '../src/index.ts'
import { request } from './request.ts'

// Printed by this package; orthogonal.test.ts checks the algorithm against an independent computation.
it('has frozen bits, and one matrix for a shape and its transpose', () => {
  const values = [
    [-0.13197604197467472, 0.8332749272197038, 0.536875423177199],
    [0.23073609072596213, 0.5525599404374533, -0.80089847587585],
  ]
  const columns = [0, 1, 2].map((i) => values.map((row) => Math.fround(2 * row[i]!)))
  expect(orthogonal()(request([2, 3], { dtype: 'float64' })).toNested()).toEqual(values)
  expect(orthogonal({ gain: 2 })(request([3, 2])).toNested()).toEqual(columns)
})
