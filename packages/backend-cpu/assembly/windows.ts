// Windows of a convolution in the staged input: the element of window j at term l is at
// STAGE + PLACES[j] + TERMS[l], in bytes.
import { LEFT, PLACES, RIGHT, STAGE, SUMS, TERMS } from './layout'
import { at, madd, splat, width } from './vector'

// @ts-ignore: decorator
@inline
function place(j: i32): usize {
  return <usize>load<i32>(at<i32>(PLACES, j))
}

// @ts-ignore: decorator
@inline
function term(from: usize): usize {
  return <usize>load<i32>(from)
}

/** Whether the windows from j on, as many as a vector has elements, begin one after the other. */
// @ts-ignore: decorator
@inline
function areNeighbours<T>(j: i32): bool {
  return place(j + width<T>() / 2 - 1) - place(j) == 16 - sizeof<T>()
}

/** The element at an address in each of the windows from j on. */
// @ts-ignore: decorator
@inline
function gather<T>(from: usize, j: i32): v128 {
  if (sizeof<T>() == 8) {
    return v128.load64_lane(from + place(j + 1), v128.load64_zero(from + place(j)), 1)
  }
  let x = v128.load32_zero(from + place(j))
  x = v128.load32_lane(from + place(j + 1), x, 1)
  x = v128.load32_lane(from + place(j + 2), x, 2)
  return v128.load32_lane(from + place(j + 3), x, 3)
}

/** The terms [k, k + count) of the windows from j on into one half of a panel. */
// @ts-ignore: decorator
@inline
function packHalf<T>(j: i32, k: i32, count: i32, to: usize): void {
  const end = at<i32>(TERMS, k + count)
  if (areNeighbours<T>(j)) {
    const first = STAGE + place(j)
    for (let l = at<i32>(TERMS, k); l < end; l += 4, to += 32) v128.store(to, v128.load(first + term(l)))
  } else {
    for (let l = at<i32>(TERMS, k); l < end; l += 4, to += 32) v128.store(to, gather<T>(STAGE + term(l), j))
  }
}

/** The terms [k, k + count) of the windows [from, to) as panels. */
export function packWindows<T>(k: i32, count: i32, from: i32, to: i32): void {
  for (let j = from; j < to; j += width<T>()) {
    const panel = at<T>(RIGHT, j * count)
    packHalf<T>(j, k, count, panel)
    packHalf<T>(j + width<T>() / 2, k, count, panel + 16)
  }
}

/**
 * Sums of `count` terms for windows of which few filters see the same: row i has its filter at LEFT, `depth` elements of which those
 * from `start` on are meant, and the input of its group, `step` bytes from group to group of `perGroup` rows, staged. As `multiply`,
 * with the sums in panels of `rows` rows.
 */
// @ts-ignore: decorator
@inline
export function slide<T>(
  rows: i32,
  perGroup: i32,
  step: usize,
  columns: i32,
  start: i32,
  count: i32,
  depth: i32,
): void {
  const end = at<i32>(TERMS, start + count)
  for (let i = 0; i < rows; i++) {
    const base = STAGE + <usize>(i / perGroup) * step
    const filter = at<T>(LEFT, i * depth + start)
    for (let j = 0; j < columns; j += width<T>()) {
      const to = at<T>(SUMS, j * rows) + (<usize>i << 5)
      let low = f32x4.splat(0)
      let high = low
      if (sizeof<T>() == 8 && start > 0) {
        low = v128.load(to)
        high = v128.load(to, 16)
      }
      const next = j + width<T>() / 2
      let w = filter
      if (areNeighbours<T>(j) && areNeighbours<T>(next)) {
        const a = base + place(j)
        const b = base + place(next)
        for (let l = at<i32>(TERMS, start); l < end; l += 4, w += sizeof<T>()) {
          const weight = splat<T>(w, 0)
          low = madd<T>(weight, v128.load(a + term(l)), low)
          high = madd<T>(weight, v128.load(b + term(l)), high)
        }
      } else {
        for (let l = at<i32>(TERMS, start); l < end; l += 4, w += sizeof<T>()) {
          const weight = splat<T>(w, 0)
          low = madd<T>(weight, gather<T>(base + term(l), j), low)
          high = madd<T>(weight, gather<T>(base + term(l), next), high)
        }
      }
      if (sizeof<T>() == 4 && start > 0) {
        low = f32x4.add(v128.load(to), low)
        high = f32x4.add(v128.load(to, 16), high)
      }
      v128.store(to, low)
      v128.store(to, high, 16)
    }
  }
}
