/** A value that must be there. @throws TypeError that names it, if it is not */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === undefined || value === null) throw new TypeError(`expected ${what}, got none`)
  return value
}

/** An element of a list, also counted from its end. @throws RangeError if there is none */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index < 0 ? list.length + index : index]
  if (value === undefined) throw new RangeError(`expected an element ${index} of ${list.length}, got none`)
  return value
}
