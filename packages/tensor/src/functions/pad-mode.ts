import { oneOf, showShape, wrongKind, wrongValue } from '@nn/check'
import { checkTensor } from '../operands/check-operand.ts'
import { isPadWidths, type PadWidths } from '../ops/rearrange.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { indexSelect } from './gather.ts'

/** What stands around a tensor: its mirror image, its edge, or itself again. */
export type PadMode = 'reflect' | 'replicate' | 'circular'

const MODES: readonly PadMode[] = ['reflect', 'replicate', 'circular']

/**
 * x with elements of its own around it: `'reflect'` mirrors it at its first and last element, which stand once; `'replicate'` repeats the edge;
 * `'circular'` goes on at the other end. Of constants, `x.pad`.
 *
 * @param widths Elements before and after each of the last axes.
 * @throws TypeError unless x is a tensor; RangeError if the widths or the mode are wrong; ShapeError if there are more widths than axes, or an axis is
 * too short for the mode.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { padMode } from '@nn/tensor'
 * const x = cpu.tensor([1, 2, 3])
 * padMode(x, [[1, 2]], 'reflect').toNested() // => [2, 1, 2, 3, 2, 1]
 * padMode(x, [[1, 2]], 'replicate').toNested() // => [1, 1, 2, 3, 3, 3]
 * padMode(x, [[1, 2]], 'circular').toNested() // => [3, 1, 2, 3, 1, 2]
 * ```
 */
export function padMode(x: Tensor, widths: readonly PadWidths[], mode: PadMode): Tensor {
  checkTensor('padMode', x)
  oneOf('padMode', 'mode', mode, MODES)
  if (!Array.isArray(widths)) throw wrongKind('padMode', 'an array of widths [before, after]', widths)
  const wrong = Array.from(widths).find((pair) => !isPadWidths(pair))
  if (wrong !== undefined) throw wrongValue('padMode', 'widths [before, after] of integers >= 0', wrong)
  const first = x.ndim - widths.length
  if (first < 0) {
    const expected = `at most ${x.ndim} widths for shape ${showShape(x.shape)}`
    throw shapeError('padMode', expected, String(widths.length))
  }
  return widths.reduce((padded, pair, i) => padOne(padded, first + i, pair, mode), x)
}

function padOne(x: Tensor, axis: number, [before, after]: PadWidths, mode: PadMode): Tensor {
  if (before === 0 && after === 0) return x
  const length = x.shape[axis] ?? 0
  const most = mode === 'reflect' ? length - 1 : length
  if (length === 0 || (mode !== 'replicate' && Math.max(before, after) > most)) {
    const got = `widths ${before} and ${after} for ${length} elements`
    throw shapeError('padMode', `at most ${Math.max(0, most)} elements on each side of axis ${axis}`, got)
  }
  const indices = Int32Array.from({ length: before + length + after }, (_, i) => {
    const at = i - before
    if (mode === 'replicate') return Math.min(length - 1, Math.max(0, at))
    if (mode === 'circular') return (at + length) % length
    return at < 0 ? -at : at < length ? at : 2 * (length - 1) - at
  })
  return indexSelect(x, x.make({ backend: x.backend, data: indices, shape: [indices.length] }), axis)
}
