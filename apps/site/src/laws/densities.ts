/** A law of numbers: a density between two ends, and single values that have a share of their own. */
export interface Density {
  readonly low: number
  readonly high: number
  /** The density between the ends; with point masses it integrates to what they leave. */
  readonly at: (x: number) => number
  /** Values that are drawn with a probability of their own. */
  readonly masses?: readonly { readonly value: number; readonly share: number }[]
}

/** U[low, high). */
export function uniformDensity(low: number, high: number): Density {
  return { low, high, at: () => 1 / (high - low) }
}

/** N(mean, std²), shown over four deviations on either side. */
export function normalDensity(mean: number, std: number): Density {
  return {
    low: mean - 4 * std,
    high: mean + 4 * std,
    at: (x) => bell((x - mean) / std) / std,
  }
}

/** N(0, std²) cut to two deviations on either side; `std` is that before the cut. */
export function cutDensity(std: number): Density {
  const kept = 0.9544997361036416 // Φ(2) − Φ(−2)
  return { low: -2 * std, high: 2 * std, at: (x) => bell(x / std) / (std * kept) }
}

/** An element of an n × n Haar matrix: proportional to (1 − x²)^((n − 3)/2). */
export function haarDensity(n: number): Density {
  const shape = (x: number): number => (1 - x * x) ** ((n - 3) / 2)
  const end = Math.min(1, 4.5 / Math.sqrt(n))
  const area = integral(shape, -1, 1)
  return { low: -end, high: end, at: (x) => shape(x) / area }
}

/** |z| of a standard normal z. */
export function halfNormalDensity(): Density {
  return { low: 0, high: 4, at: (x) => 2 * bell(x) }
}

/** The bias of chrono: ln u in one of four gates, −ln u in another, u uniform on [1, b), and 0 in the others. */
export function chronoDensity(maxTime: number): Density {
  const b = maxTime - 1
  const end = Math.log(b)
  return {
    low: -end,
    high: end,
    at: (x) => Math.exp(Math.abs(x)) / (b - 1) / 4,
    masses: [{ value: 0, share: 0.5 }],
  }
}

/** A law of which `share` is drawn and the rest is 0. */
export function withZeros({ low, high, at }: Density, share: number): Density {
  return { low, high, at: (x) => share * at(x), masses: [{ value: 0, share: 1 - share }] }
}

/** One value everywhere. */
export function pointMass(value: number): Density {
  const reach = Math.max(1, Math.abs(value))
  return { low: value - reach, high: value + reach, at: () => 0, masses: [{ value, share: 1 }] }
}

function bell(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
}

/** Simpson's rule. */
function integral(f: (x: number) => number, low: number, high: number): number {
  const steps = 4000
  const width = (high - low) / steps
  let sum = f(low) + f(high)
  for (let i = 1; i < steps; i++) sum += f(low + i * width) * (i % 2 === 1 ? 4 : 2)
  return (sum * width) / 3
}
