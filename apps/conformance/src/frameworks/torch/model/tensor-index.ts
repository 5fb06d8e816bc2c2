import type { SelectionItem, Tensor } from '@nn/tensor'
import { type Callable, ELLIPSIS, method, PySlice, tuple } from '../../../python/objects.ts'
import { isNumber } from '../../../python/values.ts'
import { roundingTo } from './dtypes.ts'
import { derived, exact, type Held, heldBy, isTensorObject, rounded } from './tensor.ts'

/** What a key selects of a tensor, and where it puts new axes. */
interface Selected {
  readonly selection: SelectionItem[]
  readonly newAxes: number[]
}

function selectedBy(key: unknown, ndim: number): Selected {
  const items = Array.isArray(key) ? [...key] : [key]
  const used = items.filter((item) => item !== null && item !== ELLIPSIS).length
  const selection: SelectionItem[] = []
  const newAxes: number[] = []
  let axis = 0
  for (const item of items) {
    if (item === null) newAxes.push(axis++)
    else if (item === ELLIPSIS) {
      for (let i = used; i < ndim; i++) selection.push(null)
      axis += ndim - used
    } else if (isNumber(item)) selection.push(Number(item))
    else if (item instanceof PySlice) {
      const bound = (value: unknown): number | null => (value === null ? null : Number(value))
      selection.push([bound(item.start), bound(item.stop), bound(item.step)])
      axis++
    } else throw new TypeError('an index of a tensor that is not read')
  }
  return { selection, newAxes }
}

function viewOf(data: Tensor, key: unknown): Tensor {
  const { selection, newAxes } = selectedBy(key, data.ndim)
  return newAxes.reduce((view, axis) => view.unsqueeze(axis), data.slice(...selection))
}

function isMask(key: unknown): boolean {
  return isTensorObject(key) && heldBy(key).type === 'bool'
}

function write(held: Held, key: unknown, value: unknown): void {
  const { data, type } = held
  const given = isTensorObject(value)
    ? rounded(exact(heldBy(value)).data, type)
    : roundingTo(type)(Number(value))
  if (!isMask(key)) {
    viewOf(data, key).copy_(given)
    return
  }
  // Where the mask is true: the value; elsewhere what is there.
  if (typeof given !== 'number') throw new TypeError('an assignment of a tensor by a mask is not read')
  const mask = heldBy(key).data.toArray()
  data.copy_(
    data.backend.tensor(
      data.toArray().map((x, i) => (mask[i] ? given : x)),
      { shape: data.shape },
    ),
  )
}

/** The methods behind brackets, `len` and `for`. */
export const INDEXING: Readonly<Record<string, Callable>> = {
  __getitem__: method((self, [key]) => {
    const held = heldBy(self)
    if (isTensorObject(key) && !isMask(key)) return derived(held.data.take(heldBy(key).data), [held])
    if (isTensorObject(key)) throw new TypeError('an index by a mask is not read')
    return derived(viewOf(held.data, key), [held])
  }),
  __setitem__: method((self, [key, value]) => {
    write(heldBy(self), key, value)
    return null
  }),
  __len__: method((self) => heldBy(self).data.shape[0] ?? 0),
  __iter__: method((self) => {
    const held = heldBy(self)
    const { data } = held
    return tuple(Array.from({ length: data.shape[0] ?? 0 }, (_, i) => derived(data.at(i), [held])))
  }),
}
