import { expect, test } from 'vitest'
import { compute } from '../../src/pictures/compute.ts'
import type { PictureName } from '../../src/pictures/picture.ts'
import { decodeState } from '../../src/state/codec.ts'
import { STATES } from '../states.ts'
import { closePage, drawn, type Lab, openPage } from './page.ts'

/** Lets what the browser says come through. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const PICTURES: readonly PictureName[] = [
  ...(['network', 'forward', 'backward', 'weights', 'saturation'] as const),
  ...(['matrices', 'symmetry', 'chaos', 'training', 'code'] as const),
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
    await closePage(page)
  })
}
