import { type Section, startNet } from '../chapter/chapter.ts'
import { all } from '../chapter/conditions.ts'

/** Values set by hand: `data` is the live tensor. */
export const directSetting: Section = {
  title: 'Setting values directly',
  run(chapter) {
    const { reader } = chapter
    const { data } = startNet(chapter).layers[0].weight
    const before = data.clone()
    reader.value('weight.data.at(0)', data.at(0))
    reader.text('weight.data.add_(1)')
    data.add_(1)
    reader.claim('1 was added everywhere', data.equals(before.add(1)))
    reader.text('weight.data.set([0, 0], 42)')
    data.set([0, 0], 42)
    reader.value('weight.data.at(0)', data.at(0))
    reader.claim('the first weight is 42', data.at(0, 0).item() === 42)
    reader.claim(
      'the others are as they were',
      all(
        data
          .at(0)
          .slice([1])
          .eq(before.at(0).slice([1]).add(1)),
      ),
    )
  },
}
