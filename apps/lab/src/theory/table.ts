import { exp } from '../exact/exp.ts'
import { log } from '../exact/log.ts'
import { type Elementwise, meanSquare, slopeSquare } from './expectation.ts'
import { type Product, productOf } from './product.ts'

/** Steps of ln q, of which four that are beside each other are put together by a cubic: to about 1e-5. */
const STEP = 0.1
/** ln q of what is tabulated; beyond, all is computed. */
const [LOWEST, HIGHEST] = [-30, 200]

/** What theory asks of an activation again and again, as functions of the variance q of its input. */
export interface Table {
  /** E φ(√q z)². */
  readonly square: (q: number) => number
  /** E φ′(√q z)². */
  readonly slopeSquare: (q: number) => number
  /** E φ(u) φ(v). */
  readonly product: (q: number, correlation: number) => number
}

interface Entry {
  readonly square: number
  readonly slopeSquare: number
  readonly product: Product
}

const tables = new WeakMap<Elementwise, Table>()

/** The table of an activation, whose entries are computed when they are asked for. */
export function tableOf(of: Elementwise): Table {
  const known = tables.get(of) ?? createTable(of)
  tables.set(of, known)
  return known
}

function createTable(of: Elementwise): Table {
  const entries = new Map<number, Entry>()
  const entryAt = (i: number): Entry => {
    const q = exp(i * STEP)
    const entry = entries.get(i) ?? {
      square: meanSquare(of, q),
      slopeSquare: slopeSquare(of, q),
      product: productOf(of, q),
    }
    entries.set(i, entry)
    return entry
  }
  const between = (q: number, read: (entry: Entry) => number, compute: () => number): number => {
    const at = log(q) / STEP
    if (!(at * STEP > LOWEST && at * STEP < HIGHEST)) return compute()
    const i = Math.floor(at)
    return cubic(
      [-1, 0, 1, 2].map((k) => read(entryAt(i + k))),
      at - i,
    )
  }
  return {
    square: (q) =>
      between(
        q,
        (entry) => entry.square,
        () => meanSquare(of, q),
      ),
    slopeSquare: (q) =>
      between(
        q,
        (entry) => entry.slopeSquare,
        () => slopeSquare(of, q),
      ),
    product: (q, c) =>
      between(
        q,
        ({ product }) => product(c),
        () => productOf(of, q)(c),
      ),
  }
}

/** Lagrange's polynomial through values at −1, 0, 1 and 2. */
function cubic([a = 0, b = 0, c = 0, d = 0]: readonly number[], t: number): number {
  const before = (-t * (t - 1) * (t - 2)) / 6
  const first = ((t + 1) * (t - 1) * (t - 2)) / 2
  const second = (-t * (t + 1) * (t - 2)) / 2
  const after = (t * (t + 1) * (t - 1)) / 6
  return a * before + b * first + c * second + d * after
}
