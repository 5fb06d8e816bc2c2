import type { Mt19937 } from '../../../engines/mt19937.ts'
import { addsExactly } from '../../../engines/simd-module.ts'
import { fma64 } from '../../../numerics/fma64.ts'
import { type HalfType, roundHalf } from '../../../numerics/half.ts'
import type { FloatArray } from '../../../stream/rng.ts'
import type { Rules, TorchFloat } from '../rules.ts'
import { avx2Block, type BlockTransform, doubleBlock, genericBlock, halfBlock } from './box-muller.ts'
import type { Generator } from './generator.ts'
import { CHUNK, torchSimd } from './simd.ts'
import { fillGrid } from './uniform.ts'

const { fround } = Math
const BLOCK = 16

/** `normal_(mean, std)` of elements in memory order; `contiguous` is whether their tensor is row-major without gaps. */
export function fillNormal(
  generator: Generator,
  out: FloatArray,
  mean: number,
  std: number,
  dtype: TorchFloat,
  contiguous: boolean,
  rules: Rules,
): void {
  if (out.length < BLOCK || !contiguous) fillOneByOne(generator, out, mean, std, dtype, rules)
  else if (out instanceof Float64Array) fillDouble(generator, out, mean, std, rules)
  else if (dtype === 'float32' || dtype === 'float64')
    fillBlocks(generator.engine, out, fround(mean), fround(std), floatBlock(rules))
  else fillHalf(generator.engine, out, mean, std, dtype, rules)
}

function floatBlock(rules: Rules): BlockTransform<Float32Array> {
  return rules.profile === 'avx2' ? avx2Block : genericBlock(rules)
}

/** In double precision with the kept second normal, then rounded: to float32, and from there to a half type. */
function fillOneByOne(
  generator: Generator,
  out: FloatArray,
  mean: number,
  std: number,
  dtype: TorchFloat,
  rules: Rules,
): void {
  const round = dtype === 'bfloat16' || dtype === 'float16' ? roundHalf(dtype) : undefined
  for (let i = 0; i < out.length; i++) {
    const z = generator.normal()
    const value = rules.fused ? fma64(z, std, mean) : z * std + mean
    out[i] = round ? round(fround(value)) : value
  }
}

/** All uniforms, the transform of whole blocks, then a last block of fresh uniforms over the end when one is left over. */
function fillBlocks(
  engine: Mt19937,
  out: Float32Array,
  mean: number,
  std: number,
  transform: BlockTransform<Float32Array>,
  bits = 24,
): void {
  const n = out.length
  const simd = transform === avx2Block && addsExactly(mean) ? torchSimd(n) : null
  for (let begin = 0; begin < n; begin += CHUNK) {
    const end = Math.min(n, begin + CHUNK)
    fillGrid(engine, out, begin, end, bits)
    if (simd) simd('normals', out, begin, end - ((end - begin) % BLOCK), [std, mean])
    else for (let at = begin; at + BLOCK <= end; at += BLOCK) transform(out, at, mean, std)
  }
  if (n % BLOCK === 0) return
  fillGrid(engine, out, n - BLOCK, n, bits)
  transform(out, n - BLOCK, mean, std)
}

function fillDouble(generator: Generator, out: Float64Array, mean: number, std: number, rules: Rules): void {
  const n = out.length
  const transform = doubleBlock(rules)
  const draw = (begin: number, end: number): void => {
    for (let i = begin; i < end; i++) out[i] = generator.uniform53()
  }
  draw(0, n)
  for (let at = 0; at + BLOCK <= n; at += BLOCK) transform(out, at, mean, std)
  if (n % BLOCK === 0) return
  draw(n - BLOCK, n)
  transform(out, n - BLOCK, mean, std)
}

/** From 2.12 on blocks are drawn in float32 and rounded, and nothing is drawn for elements that the last block covers. */
function fillHalf(
  engine: Mt19937,
  out: Float32Array,
  mean: number,
  std: number,
  dtype: HalfType,
  rules: Rules,
): void {
  const round = roundHalf(dtype)
  if (!rules.modern) {
    const bits = dtype === 'bfloat16' ? 8 : 11
    fillBlocks(engine, out, round(mean), round(std), halfBlock(dtype, rules), bits)
    return
  }
  const transform = floatBlock(rules)
  const block = new Float32Array(BLOCK)
  const fillAt = (at: number): void => {
    fillGrid(engine, block, 0, BLOCK)
    transform(block, 0, fround(mean), fround(std))
    for (let j = 0; j < BLOCK; j++) out[at + j] = round(block[j]!)
  }
  const n = out.length
  for (let at = 0; at + BLOCK <= n; at += BLOCK) fillAt(at)
  if (n % BLOCK !== 0) fillAt(n - BLOCK)
}
