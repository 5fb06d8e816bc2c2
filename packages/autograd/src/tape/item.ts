/** The item of a list at an index that it has, which the compiler cannot know. */
export function item<T>(list: readonly T[], index: number): T {
  return list[index]!
}
