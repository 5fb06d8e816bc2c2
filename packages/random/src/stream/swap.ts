/** Exchanges two elements of an array of any kind. */
export function swap(values: { [index: number]: unknown }, i: number, j: number): void {
  const value = values[i]
  values[i] = values[j]
  values[j] = value
}
