import { CheckedRng } from '../../stream/checked-rng.ts'
import { type DtypeOptions, halfTypeOf } from '../../stream/dtype.ts'
import type { Rules } from '../../stream/laws.ts'
import type {
  BernoulliOptions,
  FillOptions,
  FloatArray,
  IntegersOptions,
  NormalOptions,
  NumericArray,
  TruncatedNormalOptions,
  UniformOptions,
} from '../../stream/rng.ts'
import { checkTwoSigma } from '../../stream/two-sigma.ts'
import { fillBernoulli, fillIntegers, fillShuffle, fillWords } from './kernels/integers.ts'
import { fillNormal, fillTruncatedNormal } from './kernels/normal.ts'
import type { PhiloxSource } from './kernels/source.ts'
import { fillUniform } from './kernels/uniform.ts'
import type {
  OpSeed,
  TensorflowNormalOptions,
  TensorflowTruncatedNormalOptions,
  TensorflowUniformOptions,
} from './options.ts'
import { RULES } from './rules.ts'

/** One execution of an op. */
export interface Execution {
  /** The op and its types: executions of one op with one seed go on where the last one stood. */
  readonly op: string
  /** How many blocks of four words the op sets aside. */
  readonly blocks: number
  readonly opSeed: number | undefined
}

/** The laws over a source that each execution brings; how sources follow each other is the subclass's. */
export abstract class PhiloxStream extends CheckedRng {
  /**
   * Runs one fill with the next source; the stream moves on only when it succeeds.
   *
   * @internal
   */
  abstract execute<R>(execution: Execution, fill: (source: PhiloxSource) => R): R

  /** @internal */
  get rules(): Rules {
    return RULES
  }

  override uniform<T extends FloatArray>(out: T, options?: TensorflowUniformOptions): T {
    return super.uniform(out, options)
  }

  override normal<T extends FloatArray>(out: T, options?: TensorflowNormalOptions): T {
    return super.normal(out, options)
  }

  /** N(mean, std²) cut at two standard deviations. */
  override truncatedNormal<T extends FloatArray>(out: T, options?: TensorflowTruncatedNormalOptions): T {
    return super.truncatedNormal(out, options)
  }

  /** @internal */
  drawBits(out: Uint32Array, law: Required<FillOptions>, options?: FillOptions & OpSeed): void {
    this.execute(execution('bits', out, law, { ...options }), (source) => fillWords(source, out, law.start))
  }

  /** @internal */
  drawUniform(out: FloatArray, law: Required<UniformOptions>, options?: UniformOptions & Own): void {
    const dtype = halfTypeOf('rng.uniform', out, options)
    this.execute(execution('uniform', out, law, { ...options }), (source) =>
      fillUniform(source, out, law, dtype),
    )
  }

  /** @internal */
  drawNormal(out: FloatArray, law: Required<NormalOptions>, options?: NormalOptions & Own): void {
    const dtype = halfTypeOf('rng.normal', out, options)
    this.execute(execution('normal', out, law, { ...options }), (source) =>
      fillNormal(source, out, law, dtype),
    )
  }

  /** @internal */
  drawTruncatedNormal(
    out: FloatArray,
    law: Required<TruncatedNormalOptions>,
    options?: TruncatedNormalOptions & Own,
  ): void {
    checkTwoSigma('rng.truncatedNormal', law, 'TensorFlow')
    const dtype = halfTypeOf('rng.truncatedNormal', out, options)
    this.execute(execution('truncatedNormal', out, law, { ...options }), (source) =>
      fillTruncatedNormal(source, out, law, dtype),
    )
  }

  /** @internal */
  drawBernoulli(
    out: NumericArray,
    law: Required<BernoulliOptions>,
    options?: BernoulliOptions & OpSeed,
  ): void {
    this.execute(execution('bernoulli', out, law, { ...options }), (source) =>
      fillBernoulli(source, out, law),
    )
  }

  /** @internal */
  drawIntegers(out: NumericArray, law: Required<IntegersOptions>, options: IntegersOptions & OpSeed): void {
    this.execute(execution('integers', out, law, { ...options }), (source) => fillIntegers(source, out, law))
  }

  /** @internal */
  drawPermutation(out: NumericArray, options?: OpSeed): void {
    const blocks = Math.ceil(Math.max(0, out.length - 1) / 4)
    this.execute({ ...execution('permutation', out, { start: 0 }, { ...options }), blocks }, (source) =>
      fillShuffle(source, out),
    )
  }
}

/** The options that TensorFlow's ops have of their own. */
type Own = DtypeOptions & OpSeed

/** An op sets 256 blocks aside for every element, however few it uses. */
function execution(
  law: string,
  out: NumericArray,
  { start }: Required<FillOptions>,
  { opSeed, dtype }: Own,
): Execution {
  const op = `${law}:${dtype ?? out.constructor.name}`
  return { op, blocks: 256 * (start + out.length), opSeed }
}
