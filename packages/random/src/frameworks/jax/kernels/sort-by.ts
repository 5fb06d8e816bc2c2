const RADIX = 2 ** 16

/** The items in the stable order of their keys: two counting passes over 16 bits each. */
export function sortBy(keys: Uint32Array, items: Uint32Array): Uint32Array {
  let order = Uint32Array.from(keys, (_, i) => i)
  for (const shift of [0, 16]) {
    const begin = new Uint32Array(RADIX + 1)
    for (let i = 0; i < keys.length; i++) begin[((keys[i]! >>> shift) & (RADIX - 1)) + 1]!++
    for (let digit = 0; digit < RADIX; digit++) begin[digit + 1]! += begin[digit]!
    const next = new Uint32Array(order.length)
    for (let i = 0; i < order.length; i++) {
      const item = order[i]!
      next[begin[(keys[item]! >>> shift) & (RADIX - 1)]!++] = item
    }
    order = next
  }
  return order.map((item) => items[item]!)
}
