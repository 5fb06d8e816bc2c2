import { expect, it } from 'vitest'
import { orthogonal } from '../src/index.ts'
import { request } from './request.ts'

// Printed by this package; orthogonal.test.ts checks the algorithm against an independent computation.
it('has frozen bits, and one matrix for a shape and its transpose', () => {
  const values = [
    [0.41616127305328, -0.34984506470655957, -0.839296268019307],
    [0.8134605970495075, 0.5556922039437802, 0.1717207952577794],
  ]
  const columns = [0, 1, 2].map((i) => values.map((row) => Math.fround(2 * row[i]!)))
  expect(orthogonal()(request([2, 3], { dtype: 'float64' })).toNested()).toEqual(values)
  expect(orthogonal({ gain: 2 })(request([3, 2])).toNested()).toEqual(columns)
})
