import type { Vector } from '../../golden/golden.ts'
import { listOf, numbersOf, textOf, textsOf } from '../../golden/read.ts'
import {
  Pcg64,
  Pcg64Dxsm,
  pcgSeeded,
  philox4x64,
  philoxRoundKeys64,
  SeedSequence,
  zigguratTables32,
  zigguratTables64,
} from '../../internals/random.ts'
import { hex, tableOutputs, type VectorCheck } from './vector.ts'

/** The 32-bit limbs of an integer, low one first. */
function limbs(digits: string, count: number): number[] {
  const value = BigInt(`0x${digits}`)
  return Array.from({ length: count }, (_, i) => Number((value >> BigInt(32 * i)) & 0xffffffffn))
}

function limbsOf(list: unknown): Uint32Array {
  return Uint32Array.from(textsOf(list).flatMap((digits) => limbs(digits, 2)))
}

/** Limbs as integers of `digits` hex digits. */
function hexOf(words: Uint32Array, digits = 16): string[] {
  const perInteger = digits / 8
  return Array.from({ length: words.length / perInteger }, (_, i) =>
    Array.from(words.subarray(i * perInteger, (i + 1) * perInteger), (word) => hex(word))
      .reverse()
      .join(''),
  )
}

function pcg(vector: Vector, Engine: typeof Pcg64 | typeof Pcg64Dxsm): Record<string, unknown> {
  const seed = pcgSeeded(
    Uint32Array.from(limbs(textOf(vector.initstate), 4)),
    Uint32Array.from(limbs(textOf(vector.initseq), 4)),
  )
  const [state] = hexOf(seed.state, 32)
  const [increment] = hexOf(seed.increment, 32)
  const count = listOf(vector.out).length
  const out = new Uint32Array(2 * count)
  new Engine(seed).fill(out, 0, count)
  return { state_after_seeding: state, inc: increment, out: hexOf(out) }
}

function philox(vector: Vector): Record<string, unknown> {
  const out = new Uint32Array(8)
  philox4x64(limbsOf(vector.counter), philoxRoundKeys64(limbsOf(vector.key)), out)
  return { out: hexOf(out) }
}

function seedSequence(vector: Vector): Record<string, unknown> {
  const out = new Uint32Array(listOf(vector.out).length)
  return { out: hexOf(new SeedSequence(numbersOf(vector.words)).generateState(out), 8) }
}

function table(make: () => Uint32Array | BigUint64Array): VectorCheck {
  return (vector) => tableOutputs(vector, make())
}

const bits64 = (values: Float64Array): BigUint64Array => new BigUint64Array(values.buffer)
const bits32 = (values: Float32Array): Uint32Array => new Uint32Array(values.buffer)

/** NumPy's bit generators, seed sequence and ziggurat. */
export const NUMPY_VECTORS: Readonly<Record<string, VectorCheck>> = {
  'pcg64-xsl-rr': (vector) => pcg(vector, Pcg64),
  pcg64dxsm: (vector) => pcg(vector, Pcg64Dxsm),
  'philox4x64-10': philox,
  'numpy-seedsequence': seedSequence,
  'numpy-ziggurat-wi_double': table(() => bits64(zigguratTables64().width)),
  'numpy-ziggurat-fi_double': table(() => bits64(zigguratTables64().density)),
  'numpy-ziggurat-ki_double': table(() => BigUint64Array.from(Array.from(zigguratTables64().inside, BigInt))),
  'numpy-ziggurat-wi_float': table(() => bits32(zigguratTables32().width)),
  'numpy-ziggurat-fi_float': table(() => bits32(zigguratTables32().density)),
  'numpy-ziggurat-ki_float': table(() => zigguratTables32().inside),
}
