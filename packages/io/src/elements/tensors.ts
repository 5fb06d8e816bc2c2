import { show, wrongKind, wrongValue } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import { checkRaw, isRaw, type RawTensor } from './raw-tensor.ts'

/** Tensors to write, or elements as a file stores them, by name. */
export type Tensors = ReadonlyMap<string, Tensor | RawTensor> | Readonly<Record<string, Tensor | RawTensor>>

/** Names and values. @throws TypeError if a value is neither tensor nor raw */
export function entriesOf(where: string, tensors: Tensors): [string, Tensor | RawTensor][] {
  if (typeof tensors !== 'object' || tensors === null) {
    throw wrongKind(where, 'a Map or an object of tensors', tensors)
  }
  const entries: [string, Tensor | RawTensor][] =
    tensors instanceof Map ? [...tensors] : Object.entries(tensors)
  for (const [name, value] of entries) {
    if (typeof name !== 'string') throw wrongKind(where, 'names that are strings', name)
    checkTensor(where, value, name)
  }
  return entries
}

/** Throws unless the value is a tensor or a sound raw one; `name` is shown if given. */
export function checkTensor(where: string, value: Tensor | RawTensor, name?: string): void {
  if (isTensor(value)) return
  const [whose, inside] = name === undefined ? ['', where] : [` for ${show(name)}`, `${where}: ${show(name)}`]
  if (isRaw(value)) checkRaw(inside, value)
  else throw wrongKind(where, `a tensor or { dtype, shape, bytes }${whose}`, value)
}

/** The value of a name. @throws RangeError, with the names that there are; TypeError if it is no string */
export function byName<T>(values: ReadonlyMap<string, T>, name: string): T {
  const value = values.get(name)
  if (value !== undefined) return value
  const names = [...values.keys()]
  const cure = `it has ${names.length === 0 ? 'none' : show(names).slice(1, -1)}`
  const wrong = typeof name === 'string' ? wrongValue : wrongKind
  throw wrong('tensor', 'the name of a tensor in the file', name, cure)
}
