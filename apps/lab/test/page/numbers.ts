import { expect, test } from 'vitest'
import { compute } from '../../src/pictures/compute.ts'
import type { PictureName } from '../../src/pictures/picture.ts'
import { decodeState } from '../../src/state/codec.ts'
import { STATES } from '../states.ts'
import { closePage, drawn, type Lab, openPage } from './page.ts'

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
      const picture = await drawn(page, name)
      expect(picture.state).toStrictEqual(state)
      expect(picture.data, name).toStrictEqual(await compute(name, state, { turn: async () => {} }))
    }
    await closePage(page)
  })
}
