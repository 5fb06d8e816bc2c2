import { expect, it } from 'vitest'
import * as check from '../src/check.ts'

// Versions of packages meet: an older @nn/tensor must have what a newer package imports from @nn/tensor/check. Names are only added,
// and with each goes a changeset of @nn/tensor, so that packages that use it require the version that has it.
it('what is imported from @nn/tensor/check is what its version promises', () => {
  const names =
    'ShapeError atOnce checkGiven checkOptions deviation didYouMean ending finite flag hasBrand integer isDetached isPlain isTensor ' +
    'keysOf mark markTensor message nearest number oneOf ordered positive shapeError show showNames showShape within wrongKind wrongValue'
  expect(Object.keys(check).sort()).toEqual(names.split(' '))
})
