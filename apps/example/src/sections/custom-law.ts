import type { Chapter } from '../chapter/chapter.ts'
import { all, any } from '../chapter/conditions.ts'
import { compareIdioms, type Idioms } from '../chapter/idioms.ts'

/** Shows the first two rows, as the chapter does, and claims the law: 0, or 5 ≤ |w| < 10 with either sign. */
export function showCustomLaw(chapter: Chapter, idioms: Idioms): void {
  const { reader } = chapter
  const net = compareIdioms(chapter, idioms, ({ layers: [hidden] }) =>
    reader.value('layers[0].weight.data.slice([0, 2])', hidden.weight.data.slice([0, 2])),
  )
  for (const [i, { weight }] of net.layers.entries()) {
    const size = weight.data.abs()
    const lawful = all(size.eq(0).logicalOr(size.ge(5).logicalAnd(size.le(10))))
    reader.claim(`each weight of layer ${i} is 0 or of [5, 10] in size`, lawful)
  }
  const { data } = net.layers[0].weight
  reader.claim('both occur', any(data.eq(0)) && any(data.ne(0)))
}
