import { keysOf } from '@nn/check'
import { exactExp, exactTurn } from '../math/exact-math.ts'

type Cosine = 'hann' | 'hamming' | 'blackman' | 'nuttall' | 'blackmanharris' | 'flattop' | 'boxcar'

/** Coefficients of cos(2πjn/N), for j = 0, 1, … */
const COSINES: Readonly<Record<Cosine, readonly number[]>> = {
  hann: [0.5, -0.5],
  hamming: [0.54, -0.46],
  blackman: [0.42, -0.5, 0.08],
  nuttall: [0.3635819, -0.4891775, 0.1365995, -0.0106411],
  blackmanharris: [0.35875, -0.48829, 0.14128, -0.01168],
  flattop: [0.21557895, -0.41663158, 0.277263158, -0.083578947, 0.006947368],
  boxcar: [1],
}

type Other = Exclude<Window, Cosine>

/** Windows of other forms, at place n of N + 1. */
const OTHERS: Readonly<Record<Other, (n: number, N: number) => number>> = {
  bartlett: (n, N) => 1 - Math.abs((2 * n) / N - 1),
  triang: (n, N) => {
    const rank = Math.min(n, N - n) + 1
    return N % 2 === 1 ? (2 * rank - 1) / (N + 1) : (2 * rank) / (N + 2)
  },
  cosine: (n, N) => exactTurn(2 * n + 1, 4 * (N + 1)).sin,
  barthann: (n, N) => 0.62 - 0.48 * Math.abs(n / N - 0.5) - 0.38 * exactTurn(n, N).cos,
  bohman: (n, N) => {
    const { cos, sin } = exactTurn(n, N)
    return n % N === 0 ? 0 : Math.abs(sin) / Math.PI - (1 - Math.abs((2 * n) / N - 1)) * cos
  },
  parzen: (n, N) => {
    const far = Math.abs(2 * n - N) / (N + 1)
    return 2 * Math.abs(2 * n - N) <= N
      ? 1 - 6 * far * far * (1 - far)
      : 2 * (1 - far) * (1 - far) * (1 - far)
  },
  tukey: (n, N) => {
    const rank = Math.min(n, N - n)
    return rank <= Math.floor(N / 4) ? (1 - exactTurn(2 * rank, N).cos) / 2 : 1
  },
  lanczos: (n, N) => {
    return 2 * n === N ? 1 : Math.abs(exactTurn(n, N).sin) / (Math.PI * Math.abs((2 * n) / N - 1))
  },
  exponential: (n, N) => exactExp(-Math.abs(n - N / 2)),
}

/** The windows that have a name, as in `scipy.signal.get_window`. */
export type Window =
  | 'hann'
  | 'hamming'
  | 'blackman'
  | 'nuttall'
  | 'blackmanharris'
  | 'flattop'
  | 'boxcar'
  | 'bartlett'
  | 'triang'
  | 'cosine'
  | 'barthann'
  | 'bohman'
  | 'parzen'
  | 'tukey'
  | 'lanczos'
  | 'exponential'

/** The names of all windows. */
export function windowNames(): readonly Window[] {
  return [...keysOf(COSINES), ...keysOf(OTHERS)]
}

function isOther(name: Window): name is Other {
  return Object.hasOwn(OTHERS, name)
}

/** A window of `frames` places, whose period is its length or one less. */
export function windowOf(name: Window, frames: number, isPeriodic: boolean): readonly number[] {
  const period = isPeriodic ? frames : frames - 1
  const value = (n: number): number => {
    if (frames === 1) return 1
    if (isOther(name)) return OTHERS[name](n, period)
    return COSINES[name].reduce((sum, factor, j) => sum + factor * exactTurn(j * n, period).cos, 0)
  }
  return Array.from({ length: frames }, (_, n) => value(n))
}
