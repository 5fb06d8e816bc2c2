import type { Net } from '../chapter/chapter.ts'
import { all, any } from '../chapter/conditions.ts'
import type { Reader } from '../chapter/reader.ts'

/** Shows the first two rows, as the chapter does, and claims the law: 0, or 5 ≤ |w| < 10 with either sign. */
export function showCustomLaw(reader: Reader, { layers }: Net): void {
  const { data } = layers[0].weight
  reader.value('net.layers[0].weight.data.slice([0, 2])', data.slice([0, 2]))
  for (const [i, { weight }] of layers.entries()) {
    const size = weight.data.abs()
    const lawful = all(size.eq(0).logicalOr(size.ge(5).logicalAnd(size.le(10))))
    reader.claim(`each weight of layer ${i} is 0 or of [5, 10] in size`, lawful)
  }
  reader.claim('both occur', any(data.eq(0)) && any(data.ne(0)))
}
