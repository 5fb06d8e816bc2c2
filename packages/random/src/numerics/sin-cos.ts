/** Sine and cosine in double precision from + − × ÷ alone, within 1 ulp: the same bits on every engine. */

const TWO_OVER_PI = 0.6366197723675814
/** π/2 in three parts: two of 33 bits, whose small multiples are exact, and the rest. */
const HALF_PI_1 = 1.5707963267341256
const HALF_PI_2 = 6.077100506303966e-11
const HALF_PI_3 = 2.0222662487959506e-21

// x − quadrant·π/2 as an unevaluated sum: variables of the module spare the sampling loops an allocation.
let quadrant = 0
let high = 0
let low = 0

function reduce(x: number): void {
  quadrant = Math.floor(x * TWO_OVER_PI + 0.5)
  const near = x - quadrant * HALF_PI_1
  const second = -quadrant * HALF_PI_2
  high = near + second
  const virtual = high - near
  low = near - (high - virtual) + (second - virtual) - quadrant * HALF_PI_3
}

/** sin(high + low) on [−π/4, π/4] by Taylor's series. */
function sinSeries(): number {
  const z = high * high
  let series = 1
  for (let n = 18; n >= 4; n -= 2) series = 1 - (z / (n * (n + 1))) * series
  return high + (low * (1 - 0.5 * z) - ((high * z) / 6) * series)
}

/** cos(high + low) on [−π/4, π/4] by Taylor's series; 1 − z/2 keeps the error of its rounding. */
function cosSeries(): number {
  const z = high * high
  let series = 1
  for (let n = 17; n >= 5; n -= 2) series = 1 - (z / (n * (n + 1))) * series
  const head = 1 - 0.5 * z
  return head + (1 - head - 0.5 * z + (((z * z) / 24) * series - high * low))
}

function turned(turn: number): number {
  const value = (turn & 1) === 0 ? sinSeries() : cosSeries()
  return (turn & 2) === 0 ? value : -value
}

/** sin x of a finite x, |x| ≤ 7. */
export function sin(x: number): number {
  reduce(x)
  return turned(quadrant)
}

/** cos x of a finite x, |x| ≤ 7. */
export function cos(x: number): number {
  reduce(x)
  return turned(quadrant + 1)
}
