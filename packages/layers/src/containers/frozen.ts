/** A frozen copy of an array, of the same type. */
export function frozen<T extends readonly unknown[]>(items: T): T {
  const copy: readonly unknown[] = Object.freeze([...items])
  return copy as T
}
