/** The item at an index that a list has. */
export function item<T>(list: ArrayLike<T>, index: number): T {
  if (!(index in list)) throw new RangeError(`expected one of ${list.length} items, got index ${index}`)
  return list[index]!
}

/** The item at an index counted round: that behind the last one is the first. */
export function around<T>(list: ArrayLike<T>, index: number): T {
  return item(list, index % list.length)
}

/** The names of a record. */
export function namesOf<K extends string>(record: Readonly<Partial<Record<K, unknown>>>): K[] {
  return Object.keys(record) as K[]
}
