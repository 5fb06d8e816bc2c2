import type {
  BernoulliOptions,
  FillOptions,
  FloatArray,
  IntegersOptions,
  NumericArray,
  Rng,
  RngState,
} from '../../stream/rng.ts'
import { fillBernoulli, fillIntegers, fillShuffle, fillWords } from './integers.ts'
import {
  fillNormal,
  fillTruncatedNormal,
  type TensorflowNormalOptions,
  type TensorflowTruncatedNormalOptions,
} from './normal.ts'
import type { PhiloxSource } from './source.ts'
import { fillUniform, type TensorflowUniformOptions } from './uniform.ts'

/** One execution of an op. */
export interface Execution {
  /** The op and its types: executions of one op with one seed go on where the last one stood. */
  readonly op: string
  /** How many blocks of four words the op sets aside. */
  readonly blocks: number
  readonly opSeed: number | undefined
}

/** The laws over a source that each execution brings; how sources follow each other is the subclass's. */
export abstract class PhiloxStream implements Rng {
  abstract at(path: string | number): Rng
  abstract split(count: number): Rng[]
  abstract clone(): Rng
  abstract toJSON(): RngState
  /** Runs one fill with the next source; the stream moves on only when it succeeds. */
  protected abstract execute<R>(execution: Execution, fill: (source: PhiloxSource) => R): R

  bits(out: Uint32Array, options: FillOptions = {}): Uint32Array {
    return this.#run('bits', out, options, (where, source) => fillWords(where, source, out, options))
  }

  /** U[low, high). */
  uniform<T extends FloatArray>(out: T, options: TensorflowUniformOptions = {}): T {
    return this.#run('uniform', out, options, (where, source) => fillUniform(where, source, out, options))
  }

  /** N(mean, std²). */
  normal<T extends FloatArray>(out: T, options: TensorflowNormalOptions = {}): T {
    return this.#run('normal', out, options, (where, source) => fillNormal(where, source, out, options))
  }

  /** N(mean, std²) cut at two standard deviations. */
  truncatedNormal<T extends FloatArray>(out: T, options: TensorflowTruncatedNormalOptions = {}): T {
    return this.#run('truncatedNormal', out, options, (where, source) =>
      fillTruncatedNormal(where, source, out, options),
    )
  }

  /** 1 where a float32 uniform is below p, otherwise 0. */
  bernoulli<T extends NumericArray>(out: T, options: BernoulliOptions = {}): T {
    return this.#run('bernoulli', out, options, (where, source) => fillBernoulli(where, source, out, options))
  }

  integers<T extends NumericArray>(out: T, options: IntegersOptions): T {
    return this.#run('integers', out, options, (where, source) => fillIntegers(where, source, out, options))
  }

  /** `tf.random.shuffle` of 0 … n − 1. */
  permutation<T extends NumericArray>(out: T, options: object = {}): T {
    const blocks = Math.ceil(Math.max(0, out?.length - 1) / 4)
    return this.#run('permutation', out, options, (where, source) => fillShuffle(where, source, out), blocks)
  }

  /** An op sets 256 blocks aside for every element, however few it uses. */
  #run<R>(
    law: string,
    out: NumericArray,
    options: FillOptions & { readonly dtype?: string; readonly opSeed?: number },
    fill: (where: string, source: PhiloxSource) => R,
    blocks: number = 256 * ((options.start ?? 0) + out?.length),
  ): R {
    const op = `${law}:${options.dtype ?? out?.constructor.name}`
    return this.execute({ op, blocks, opSeed: options.opSeed }, (source) => fill(`rng.${law}`, source))
  }
}
