import { integer, wrongKind } from '@nn/check'
import { Mt19937 } from '../../engines/mt19937.ts'
import { fromBytes, toBytes } from './state.ts'
import type { TorchRng } from './torch-rng.ts'

/** Words of the state. */
const N = 624
/** Degree of the characteristic polynomial. */
const DEGREE = 19937
/** Blocks up to which drawing takes less time than jumping. */
const FEW_BLOCKS = 4096

/**
 * Moves the stream on by `words` words of 32 bits, as `rng.bits(new Uint32Array(words))` does, in O(log words) time and constant
 * memory; returns the stream. A float32 uniform takes one word; n ≥ 16 float32 normals of a contiguous tensor take n, and 16 more
 * where n is no multiple of 16; a float64 uniform takes two. A kept normal stays kept.
 *
 * The state after n words is xⁿ mod φ of the present one, with φ the characteristic polynomial of MT19937 (Haramoto, Matsumoto,
 * Nishimura, Panneton, L'Ecuyer 2008, https://doi.org/10.1287/ijoc.1070.0251).
 *
 * @param words An integer of [0, 2⁵³).
 * @throws TypeError if `rng` is no stream of PyTorch or `words` no number, RangeError if `words` is no such integer.
 * @example
 * ```ts
 * import { createTorchRng, skip } from '@nn/random/torch'
 * const whole = createTorchRng(42).normal(new Float32Array(64))
 * skip(createTorchRng(42), 48).normal(new Float32Array(16)) // => whole.slice(48)
 * skip(createTorchRng(42), 2e12).uniform(new Float32Array(1)).length // => 1
 * ```
 */
export function skip(rng: TorchRng, words: number): TorchRng {
  if (typeof rng?.getState !== 'function' || typeof rng.setState !== 'function') {
    throw wrongKind('skip', 'a stream of createTorchRng', rng)
  }
  integer('skip', 'words', words, 0, Number.MAX_SAFE_INTEGER)
  const generator = fromBytes('skip', rng.getState())
  generator.engine = moved(generator.engine, words)
  return rng.setState(toBytes(generator))
}

/** The engine `words` later. */
function moved(engine: Mt19937, words: number): Mt19937 {
  const inBlock = N - engine.position
  if (words <= inBlock) {
    engine.position += words
    return engine
  }
  const beyond = words - inBlock
  const blocks = Math.ceil(beyond / N)
  // The last block is made as always: a jump leaves the low bits of word 0 open, which count only when they are drawn.
  const later = blocks > FEW_BLOCKS ? new Mt19937(jumped(engine.state, (blocks - 1) * N), N) : engine
  for (let i = blocks > FEW_BLOCKS ? blocks - 1 : 0; i < blocks; i++) later.refill()
  later.position = beyond - (blocks - 1) * N
  return later
}

/** The state `count` words later: the sum of the states of the coming 19937 words that xᶜᵒᵘⁿᵗ mod φ has. */
function jumped(state: Uint32Array, count: number): Uint32Array {
  const words = sequence(state, DEGREE + N)
  const jump = power(count)
  const sum = new Uint32Array(N)
  for (let i = 0; i < DEGREE; i++) {
    if (!((jump[i >>> 5]! >>> (i & 31)) & 1)) continue
    for (let j = 0; j < N; j++) sum[j]! ^= words[i + j]!
  }
  return sum
}

/** The first `length` words of the recurrence, untempered, the state being the first of them. */
function sequence(state: Uint32Array, length: number): Uint32Array {
  const engine = new Mt19937(state.slice(), N)
  const words = new Uint32Array(Math.ceil(length / N) * N)
  for (let at = 0; at < length; at += N) {
    words.set(engine.state, at)
    engine.refill()
  }
  return words
}

/** xⁿ mod φ over GF(2): bit i of the words is the coefficient of xⁱ. */
function power(n: number): Uint32Array {
  const lower = lowerExponents()
  let result: Uint32Array = new Uint32Array(N)
  result[0] = 1
  for (const bit of n.toString(2)) {
    result = reduced(squared(result), lower)
    if (bit === '1') result = reduced(timesX(result), lower)
  }
  return result
}

/**
 * The exponents of φ below its degree. φ = 1 + x·(S³² + Σ aᵢ·S³¹⁻ⁱ) for i = 0 … 30, with S = x⁶²³ + x³⁹⁶ and aᵢ the bits of the
 * twist's matrix: the formula of Matsumoto and Nishimura (1998) with its factor x⁶²⁴ + x³⁹⁷ = x·S. Sʲ has the terms
 * x^(396j + 227b) for every b whose bits are among those of j.
 */
function lowerExponents(): number[] {
  const MATRIX = 0x9908b0df
  const found = new Set<number>([0])
  for (let j = 1; j <= 32; j++) {
    if (j < 32 && !((MATRIX >>> (31 - j)) & 1)) continue
    for (let b = 0; b <= j; b++) {
      if ((b & j) !== b) continue
      const exponent = 1 + 396 * j + 227 * b
      // Equal terms cancel each other.
      if (!found.delete(exponent)) found.add(exponent)
    }
  }
  found.delete(DEGREE)
  return [...found]
}

/** The square, of double length: the coefficients move apart. */
function squared(polynomial: Uint32Array): Uint32Array {
  const square = new Uint32Array(2 * N)
  for (const [i, word] of polynomial.entries()) {
    square[2 * i] = apart(word & 0xffff)
    square[2 * i + 1] = apart(word >>> 16)
  }
  return square
}

/** Sixteen bits with a zero between any two. */
function apart(bits: number): number {
  let wide = (bits | (bits << 8)) & 0x00ff00ff
  wide = (wide | (wide << 4)) & 0x0f0f0f0f
  wide = (wide | (wide << 2)) & 0x33333333
  return (wide | (wide << 1)) & 0x55555555
}

function timesX(polynomial: Uint32Array): Uint32Array {
  const product = new Uint32Array(N)
  let carry = 0
  for (const [i, word] of polynomial.entries()) {
    product[i] = (word << 1) | carry
    carry = word >>> 31
  }
  return product
}

/** The rest modulo φ, from the highest word down: the gap below x¹⁹⁹³⁷ is wider than a word. */
function reduced(polynomial: Uint32Array, lower: readonly number[]): Uint32Array {
  const top = DEGREE >>> 5
  for (let k = polynomial.length - 1; k > top; k--) {
    const word = polynomial[k]!
    polynomial[k] = 0
    if (word !== 0) for (const exponent of lower) add(polynomial, word, 32 * k - DEGREE + exponent)
  }
  const rest = polynomial[top]! >>> (DEGREE & 31)
  polynomial[top]! &= (1 << (DEGREE & 31)) - 1
  if (rest !== 0) for (const exponent of lower) add(polynomial, rest, exponent)
  return polynomial.subarray(0, N)
}

/** Adds the bits of a word from coefficient `at` on. */
function add(polynomial: Uint32Array, word: number, at: number): void {
  const [i, shift] = [at >>> 5, at & 31]
  polynomial[i]! ^= word << shift
  if (shift > 0) polynomial[i + 1]! ^= word >>> (32 - shift)
}
