import type { Dialect, Initializable, NormalOptions, UniformOptions, XavierOptions } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import type { Tensor } from '@nn/tensor'
import type { Net } from '../chapter/chapter.ts'

/** What the chapter needs of a dialect. */
export interface Speaker extends Dialect {
  normal_<T extends Initializable>(target: T, options?: NormalOptions): T
  uniform_<T extends Initializable>(target: T, options?: UniformOptions): T
  xavierUniform_<T extends Initializable>(target: T, options?: XavierOptions): T
}

/** A session of a framework that has just been seeded. */
export interface Session {
  readonly dialect: Speaker
  /** The session, where it is PyTorch's, in which models can be built. */
  readonly torch?: TorchDialect
  /** The chapter's X, as the framework's first line draws it. */
  drawInput(): Tensor
  /** The chapter, where the framework says it in a way of its own: each step makes the network anew. */
  readonly steps?: readonly Remaking[]
}

/** A step of the chapter that makes a network of its own. */
export interface Remaking {
  readonly title: string
  /** The name under which its source is found. */
  readonly name: string
  readonly python: readonly string[]
  make(X: Tensor): Net
  readonly claim: readonly [prose: string, holds: (net: Net) => boolean]
}

/** A framework whose bits the app can print. */
export interface Framework {
  /** The file that has the functions `openSession` and `drawInput`, which are shown as they run. */
  readonly text: string
  /** What a reader runs in Python to see the numbers of the default. */
  python(seed: bigint): readonly string[]
  /**
   * A session for the chapter's network, or for a model, whose modules have the model's own names.
   *
   * @throws RangeError if the framework does not take the seed.
   */
  open(seed: bigint, of?: 'chapter' | 'model'): Session
}
