import {
  checkOptions,
  deviation,
  finite,
  integer,
  number,
  oneOf,
  ordered,
  within,
  wrongValue,
} from '@nn/check'
import type {
  BernoulliOptions,
  FillOptions,
  FloatArray,
  IntegersOptions,
  NormalOptions,
  NumericArray,
  TruncatedNormalOptions,
  UniformOptions,
} from './rng.ts'
import { capacity, checkHeld, checkOut, FLOATS, type Kinds, NUMBERS, WORDS } from './targets.ts'

/** All options of T by name: a name that T gains does not compile. */
export type Names<T> = Readonly<Record<keyof T, unknown>>

/** Where a stream's laws differ from those of `Rng`. */
export interface Rules {
  /** Checks where a fill starts: by default an integer ≥ 0 such that the stream index of the last element is a safe integer. */
  readonly start?: (where: string, start: unknown) => void
  /** Checks the ends of U[low, high): by default low < high. */
  readonly range?: (where: string, low: number, high: number) => void
  /** Checks a standard deviation: by default it is ≥ 0. */
  readonly std?: (where: string, std: unknown) => void
  /** The type in which a stream computes, where it is not the array's. */
  readonly dtype?: 'float32'
  /** How wide a range of integers may be: by default 2³². */
  readonly widest?: number
  /** The names of all options, where a law has some of its own. */
  readonly bits?: object
  readonly uniform?: object
  readonly normal?: object
  readonly truncatedNormal?: object
  readonly bernoulli?: object
  readonly integers?: object
}

/** The options of each law of `Rng` and their defaults. */
export const BITS: Required<FillOptions> = { start: 0 }
export const UNIFORM: Required<UniformOptions> = { low: 0, high: 1, start: 0 }
export const NORMAL: Required<NormalOptions> = { mean: 0, std: 1, start: 0 }
export const TRUNCATED: Required<TruncatedNormalOptions> = { ...NORMAL, low: -2, high: 2, bounds: 'std' }
export const BERNOULLI: Required<BernoulliOptions> = { p: 0.5, start: 0 }
export const INTEGERS: Required<IntegersOptions> = {
  low: 0,
  // It has to be given, and is refused where it is not.
  high: undefined as unknown as number,
  start: 0,
}

const BOUNDS = ['std', 'absolute'] as const

/** Checks the array and the options of a fill, by default one of a stream's, and gives the whole law. */
type Check<T, O> = (out: T, options: O | undefined, rules: Rules, where?: string) => Required<O>

function checkOf<T extends { readonly length: number }, O extends FillOptions>(
  name: keyof Rules,
  kinds: Kinds,
  defaults: Required<O>,
  checkValues: (where: string, law: Required<O>, rules: Rules, out: T, dtype: unknown) => void,
): Check<T, O> {
  const ofStream = `rng.${name}`
  return (out, options, rules, where = ofStream) => {
    checkOut(where, out, kinds)
    const law = options === undefined ? defaults : withDefaults(where, options, defaults, rules[name])
    checkValues(where, law, rules, out, rules.dtype ?? Object(options).dtype)
    if (rules.start) rules.start(where, law.start)
    else integer(where, 'start', law.start, 0, Number.MAX_SAFE_INTEGER - out.length)
    return law
  }
}

function withDefaults<O extends object>(
  where: string,
  options: O,
  defaults: Required<O>,
  names: unknown,
): Required<O> {
  checkOptions<object>(where, options, Object(names ?? defaults))
  const law = { ...defaults }
  for (const name in law) if (options[name] !== undefined) law[name] = options[name]
  return law
}

/** Words. */
export const bitsLaw: Check<Uint32Array, FillOptions> = /* @__PURE__ */ checkOf('bits', WORDS, BITS, () => {})

/** U[low, high). */
export const uniformLaw: Check<FloatArray, UniformOptions> = /* @__PURE__ */ checkOf(
  'uniform',
  FLOATS,
  UNIFORM,
  (where, { low, high }, { range = ordered }, out, dtype) => {
    range(where, finite(where, 'low', low), finite(where, 'high', high))
    checkHeld(where, 'low', low, out, dtype)
    checkHeld(where, 'high', high, out, dtype)
    checkHeld(where, 'high - low', high - low, out, dtype)
  },
)

/** N(mean, std²). */
export const normalLaw: Check<FloatArray, NormalOptions> = /* @__PURE__ */ checkOf(
  'normal',
  FLOATS,
  NORMAL,
  (where, law, rules, ...held) => {
    checkMoments(where, law, rules)
    checkReach(where, law, REACH, ...held)
  },
)

function checkMoments(
  where: string,
  { mean, std }: Required<NormalOptions>,
  { std: checkStd = deviation }: Rules,
): void {
  finite(where, 'mean', mean)
  checkStd(where, std)
}

/** No normal of any stream lies so many deviations out, but for one in 10¹⁸. */
const REACH = 9

/** Whether the array holds all values of mean ± reach·std. */
function checkReach(
  where: string,
  { mean, std }: Required<NormalOptions>,
  reach: number,
  ...held: readonly [FloatArray, unknown]
): void {
  checkHeld(where, 'mean', mean, ...held)
  checkHeld(where, `mean ± ${reach} std`, Math.abs(mean) + reach * Math.abs(std), ...held)
}

/** N(mean, std²) cut to [low, high]. */
export const truncatedNormalLaw: Check<FloatArray, TruncatedNormalOptions> = /* @__PURE__ */ checkOf(
  'truncatedNormal',
  FLOATS,
  TRUNCATED,
  (where, law, rules, ...held) => {
    const { low, high, bounds } = law
    checkMoments(where, law, rules)
    ordered(where, number(where, 'low', low), number(where, 'high', high))
    oneOf(where, 'bounds', bounds, BOUNDS)
    // Values lie within the bounds, and hardly further out than the nearer one where both are far out.
    const far = Math.max(REACH, low + 1, 1 - high)
    if (bounds === 'std') checkReach(where, law, Math.min(far, Math.max(-low, high)), ...held)
    else if (high - low === Infinity) checkReach(where, law, REACH, ...held)
    else checkHeld(where, 'mean', law.mean, ...held)
  },
)

/** 1 with probability p. */
export const bernoulliLaw: Check<NumericArray, BernoulliOptions> = /* @__PURE__ */ checkOf(
  'bernoulli',
  NUMBERS,
  BERNOULLI,
  (where, { p }) => within(where, 'p', p, 0, 1),
)

/** Integers of [low, high), which the array holds exactly. */
export const integersLaw: Check<NumericArray, IntegersOptions> = /* @__PURE__ */ checkOf(
  'integers',
  NUMBERS,
  INTEGERS,
  (where, { low, high }, { widest = 2 ** 32 }, out) => {
    const [least, most] = capacity(out)
    integer(where, 'low', low, least, most)
    integer(where, 'high', high, least, most + 1)
    // An array without elements has room for an empty range.
    if (out.length > 0 || low !== high) ordered(where, low, high)
    // The difference may be rounded, this is not.
    if (low < high - widest) throw wrongValue(where, `high - low in [1, ${widest}]`, high - low)
  },
)

/** A permutation of 0 … n − 1, which the array holds exactly. */
export function checkPermutation(where: string, out: NumericArray): void {
  checkOut(where, out, NUMBERS)
  within(where, `length of a ${out.constructor.name}`, out.length, 0, capacity(out)[1] + 1)
}
