/** π/2 in two parts, of which the first has 33 bits, so that whole multiples of it are exact. */
const QUARTER_HIGH = 1.5707963267341256
const QUARTER_LOW = 6.077100506506192e-11

/** sin x of |x| below a million, to about 1 ulp of 1, with the same bits in every engine. */
export function sin(x: number): number {
  return turned(x, 0)
}

/** cos x of |x| below a million. */
export function cos(x: number): number {
  return turned(x, 1)
}

/** The sine of x and some quarters of a turn. */
function turned(x: number, quarters: number): number {
  const k = Math.round(x / (Math.PI / 2))
  const r = x - k * QUARTER_HIGH - k * QUARTER_LOW
  const quarter = (((k + quarters) % 4) + 4) % 4
  const size = quarter % 2 === 0 ? sine(r) : cosine(r)
  return quarter < 2 ? size : 0 - size
}

/** By Taylor's series, of |x| ≤ π/4. */
function sine(x: number): number {
  const square = x * x
  let series = 1
  for (let n = 18; n >= 2; n -= 2) series = 1 - (square * series) / (n * (n + 1))
  return x * series
}

function cosine(x: number): number {
  const square = x * x
  let series = 1
  for (let n = 20; n >= 2; n -= 2) series = 1 - (square * series) / (n * (n - 1))
  return series
}
