/** The item at an index. @throws RangeError if there is none, which would be a mistake of this package. */
export function at<T>(items: ArrayLike<T>, index: number): T {
  const item = items[index]
  if (item !== undefined) return item
  throw new RangeError(`no item ${index}`)
}
