import { ELLIPSIS, PySlice } from '../../../python/objects.ts'
import { indicesOf } from '../../../python/subscripts.ts'
import { isNumber } from '../../../python/values.ts'
import type { FloatArray } from '../array.ts'

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** The shape of two arrays element by element. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length)
  const lengthAt = (shape: readonly number[], i: number): number => shape[i - rank + shape.length] ?? 1
  return Array.from({ length: rank }, (_, i) => {
    const [left, right] = [lengthAt(a, i), lengthAt(b, i)]
    if (left !== right && left !== 1 && right !== 1) {
      throw new RangeError(`shapes that do not fit: [${a.join(', ')}] and [${b.join(', ')}]`)
    }
    return left === 1 ? right : left
  })
}

/** An axis from the start. */
export function axisOf(axis: unknown, rank: number): number {
  if (!isNumber(axis)) throw new TypeError('an axis that is no number')
  const at = Number(axis) < 0 ? Number(axis) + rank : Number(axis)
  if (at < 0 || at >= rank) throw new RangeError(`axis ${String(axis)} of an array of ${rank}`)
  return at
}

/** Axes that a program names: one, several or all. */
export function axesOf(axes: unknown, rank: number): number[] {
  if (axes === null || axes === undefined) return Array.from({ length: rank }, (_, i) => i)
  return (Array.isArray(axes) ? axes : [axes]).map((axis) => axisOf(axis, rank))
}

/** The shape that is left of a reduction. */
export function reduced(shape: readonly number[], axes: unknown, keep: boolean): number[] {
  const gone = axesOf(axes, shape.length)
  return shape.flatMap((length, axis) => (gone.includes(axis) ? (keep ? [1] : []) : [length]))
}

/** The shape of `x[key]`. */
export function indexed(
  shape: readonly number[],
  key: unknown,
  shapeOf: (value: unknown) => readonly number[],
): number[] {
  const keys: unknown[] = Array.isArray(key) && Object.isFrozen(key) ? [...key] : [key]
  const taken = keys.filter((item) => item !== null && item !== ELLIPSIS).length
  const at = keys.indexOf(ELLIPSIS)
  const all = Array.from({ length: shape.length - taken }, () => new PySlice(null, null, null))
  const full = at < 0 ? [...keys, ...all] : [...keys.slice(0, at), ...all, ...keys.slice(at + 1)]
  let axis = 0
  return full.flatMap((item) => {
    if (item === null) return [1]
    const length = shape[axis++] ?? 0
    if (item instanceof PySlice) return [indicesOf(item, length).length]
    if (isNumber(item)) return []
    return [...shapeOf(item)]
  })
}

/** The shape of a product of matrices. */
export function multiplied(a: readonly number[], b: readonly number[]): number[] {
  const [left, right] = [a.length === 1 ? [1, ...a] : a, b.length === 1 ? [...b, 1] : b]
  if (left.at(-1) !== right.at(-2)) {
    throw new RangeError(`a product of [${a.join(', ')}] and [${b.join(', ')}]`)
  }
  const lead = broadcast(left.slice(0, -2), right.slice(0, -2))
  return [...lead, ...(a.length === 1 ? [] : left.slice(-2, -1)), ...(b.length === 1 ? [] : right.slice(-1))]
}

/** The shape of `einsum(form, …)`; what an ellipsis stands for is broadcast. */
export function summed(form: string, shapes: readonly (readonly number[])[]): number[] {
  const [inputs = '', output] = form.replaceAll(' ', '').split('->')
  if (output === undefined) throw new SyntaxError(`a form of einsum that is not read: ${form}`)
  const lengths = new Map<string, number>()
  let rest: number[] = []
  for (const [i, term] of inputs.split(',').entries()) {
    const shape = shapes[i] ?? []
    const [before = '', after = ''] = term.split('...')
    if (term.includes('...')) rest = broadcast(rest, shape.slice(before.length, shape.length - after.length))
    for (const [axis, letter] of [...before].entries()) lengths.set(letter, shape[axis] ?? 0)
    for (const [axis, letter] of [...after].entries()) lengths.set(letter, shape.at(axis - after.length) ?? 0)
  }
  const of = (letters: string): number[] => [...letters].map((letter) => lengths.get(letter) ?? 0)
  const [before = '', after = ''] = output.split('...')
  return [...of(before), ...(output.includes('...') ? rest : []), ...of(after)]
}

/** The spatial lengths after windows. */
export function windowed(
  lengths: readonly number[],
  { window, strides, padding, dilation }: Windows,
): number[] {
  return lengths.map((length, i) => {
    const [stride, size] = [strides[i] ?? 1, ((window[i] ?? 1) - 1) * (dilation?.[i] ?? 1) + 1]
    if (padding === 'SAME' || padding === 'CIRCULAR' || padding === 'REFLECT')
      return Math.ceil(length / stride)
    if (padding === 'CAUSAL') return Math.ceil(length / stride)
    const [before = 0, after = 0] = typeof padding === 'string' ? [] : (padding[i] ?? [])
    return Math.floor((length + before + after - size) / stride) + 1
  })
}

export interface Windows {
  readonly window: readonly number[]
  readonly strides: readonly number[]
  readonly padding: string | readonly (readonly [number, number])[]
  readonly dilation?: readonly number[] | undefined
}

/** Values with their axes in another order. */
export function permuted(values: FloatArray, shape: readonly number[], order: readonly number[]): FloatArray {
  const steps = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)))
  const out = values.slice()
  const target = order.map((axis) => shape[axis] ?? 1)
  for (let i = 0; i < out.length; i++) {
    let [rest, from] = [i, 0]
    for (let axis = target.length - 1; axis >= 0; axis--) {
      const length = target[axis] ?? 1
      from += (rest % length) * (steps[order[axis] ?? 0] ?? 0)
      rest = Math.floor(rest / length)
    }
    out[i] = values[from] ?? Number.NaN
  }
  return out
}
