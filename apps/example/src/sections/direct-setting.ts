import { Dense, relu, Sequential } from '@nn/layers'
import type { Chapter, Net, Section } from '../chapter/chapter.ts'
import { all } from '../chapter/conditions.ts'
import { Source } from '../chapter/source.ts'
import text from './direct-setting.ts?raw'

function start({ createRng, seed, X }: Chapter): Net {
  const rng = createRng(seed)
  const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
  net.initialize({ rng })
  net.forward(X)
  return net
}

function addOne(net: Net): void {
  net.layers[0].weight.data.add_(1)
}

function setFirst(net: Net): void {
  net.layers[0].weight.data.set([0, 0], 42)
}

/** Values set by hand: `data` is the live tensor. */
export const directSetting: Section = {
  title: 'Setting values directly',
  run(chapter) {
    const { reader, seed } = chapter
    const source = new Source(text, seed)
    reader.code([...source.imports(), ...source.body('start')])
    const net = start(chapter)
    const { data } = net.layers[0].weight
    const before = data.clone()
    const show = (): void => reader.value('net.layers[0].weight.data.at(0)', data.at(0))
    show()
    reader.code(source.body('addOne'))
    addOne(net)
    show()
    reader.claim('1 was added everywhere', data.equals(before.add(1)))
    reader.code(source.body('setFirst'))
    setFirst(net)
    show()
    reader.claim('the first weight is 42', data.at(0, 0).item() === 42)
    const [now, then] = [data.at(0).slice([1]), before.at(0).slice([1])]
    reader.claim('the others are as they were', all(now.eq(then.add(1))))
  },
}
