import { expect, test } from 'vitest'
import { decodeState } from '../../src/link/codec.ts'
import { compute } from '../../src/pictures/compute.ts'
import type { PictureName, TrainingData } from '../../src/pictures/picture.ts'
import type { LabState } from '../../src/state/state.ts'
import { STATES } from '../states.ts'
import { begunTraining, closePage, drawn, type Lab, openPage } from './page.ts'

/** Lets what the browser says come through. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const PICTURES: readonly PictureName[] = [
  ...(['network', 'forward', 'backward', 'weights', 'saturation'] as const),
  ...(['matrices', 'symmetry', 'chaos', 'code'] as const),
]

/** The page's numbers are those that Node computes, in every bit. */
export function numberTests(lab: () => Lab): void {
  test.each(STATES)('$name: every picture has the numbers that Node computes', async ({ hash }) => {
    const { state } = decodeState(hash)
    const page = await openPage(lab(), hash)
    for (const name of PICTURES) {
      // Node and the browser compute at the same time.
      const [picture, data] = await Promise.all([drawn(page, name), compute(name, state, { turn })])
      expect(picture.state).toStrictEqual(state)
      expect(picture.data, name).toStrictEqual(data)
    }
    const begun = await begunTraining(page)
    expect(begun.data).toStrictEqual(await trainingUntil(state, begun.data))
    await closePage(page)
  })

  test('training to its end has the losses that Node computes', async () => {
    const hash = 'network=chapter&dialect=torch'
    const page = await openPage(lab(), hash)
    const { state } = decodeState(hash)
    const [picture, data] = await Promise.all([drawn(page, 'training'), compute('training', state, { turn })])
    expect(picture.data).toStrictEqual(data)
    await closePage(page)
  })
}

/** What Node knows of training when it has come as far as `other`. */
async function trainingUntil(state: LabState, other: TrainingData): Promise<TrainingData | undefined> {
  const length = other.curves[0]?.losses.length
  let found: TrainingData | undefined
  const onPartial = (data: TrainingData): void => {
    if (data.curves[0]?.losses.length === length) found = data
  }
  const stop = new Error('as far as wanted')
  const untilFound = async (): Promise<void> => {
    if (found !== undefined) throw stop
  }
  await compute('training', state, { turn: untilFound, onPartial }).catch((error: unknown) => {
    if (error !== stop) throw error
  })
  return found
}
