import { checkOptions, flag, integer, message, type OptionNames, positive, showShape } from '@nn/check'
import { concat, ShapeError, stack, type Tensor } from '@nn/tensor'
import { checkFloating } from '../check/input.ts'

/** The options of `rotaryEmbedding`. */
export interface RotaryEmbeddingOptions {
  /** Base of the frequencies, above 0. Default 10000. */
  readonly base?: number | undefined
  /** Position of the first step, such as the number of steps in a cache. Default 0. */
  readonly offset?: number | undefined
  /**
   * Whether elements 2i and 2i + 1 are turned together, as in the paper and GPT-J, rather than elements i and i + length/2, as in Llama and GPT-NeoX.
   * Default false.
   */
  readonly interleaved?: boolean | undefined
}

const NAMES: OptionNames<RotaryEmbeddingOptions> = { base: true, offset: true, interleaved: true }

/**
 * Rotary position embedding (RoPE; Su et al., 2021, https://arxiv.org/abs/2104.09864) of queries or keys, `[…, steps, length] → […, steps, length]`: at
 * position p each pair (a, b) of elements is turned by the angle θ = p·base^(−2i/length), i the number of the pair:
 * `(a·cos θ − b·sin θ, a·sin θ + b·cos θ)`. Products of queries and keys then depend on how far they are apart. Angles are computed in double precision.
 *
 * @throws TypeError unless x is a tensor of floats; ShapeError unless it has two axes or more, the last of even length; TypeError or RangeError if an
 * option is wrong.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { rotaryEmbedding } from '@nn/layers'
 * const x = cpu.tensor([[1, 0], [1, 0]])
 * const turned = rotaryEmbedding(x)
 * turned.allClose(cpu.tensor([[1, 0], [Math.cos(1), Math.sin(1)]])) // => true
 * rotaryEmbedding(x.slice([1, 2]), { offset: 1 }).equals(turned.slice([1, 2])) // => true
 * rotaryEmbedding(cpu.ones([2, 3])) // throws /rotaryEmbedding: expected \[…, steps, length\] with an even length, got \[2, 3\]/
 * ```
 */
export function rotaryEmbedding(x: Tensor, options: RotaryEmbeddingOptions = {}): Tensor {
  checkFloating({ label: 'rotaryEmbedding' }, x)
  checkOptions('rotaryEmbedding', options, NAMES)
  const base = positive('rotaryEmbedding', 'base', options.base ?? 10_000)
  const offset = integer('rotaryEmbedding', 'offset', options.offset ?? 0, 0)
  const interleaved = flag('rotaryEmbedding', 'interleaved', options.interleaved ?? false)
  const [steps, length] = x.shape.slice(-2)
  if (steps === undefined || length === undefined || length % 2 !== 0) {
    const expected = '[…, steps, length] with an even length'
    throw new ShapeError(message('rotaryEmbedding', expected, showShape(x.shape)))
  }
  const half = length / 2
  const angles = Float64Array.from({ length: steps * half }, (_, at) => {
    const frequency = base ** ((-2 * (at % half)) / length)
    return (offset + Math.floor(at / half)) * frequency
  })
  const table = (of: (angle: number) => number): Tensor =>
    x.backend.tensor(angles.map(of), { shape: [steps, half] }).cast(x.dtype)
  const [cos, sin] = [table(Math.cos), table(Math.sin)]
  const pairs = interleaved ? x.reshape(...x.shape.slice(0, -1), half, 2) : undefined
  const before = new Array<null>(x.ndim - 1).fill(null)
  const a = pairs === undefined ? x.slice(...before, [0, half]) : pairs.slice(...before, null, 0)
  const b = pairs === undefined ? x.slice(...before, [half]) : pairs.slice(...before, null, 1)
  const turned = [a.mul(cos).sub(b.mul(sin)), a.mul(sin).add(b.mul(cos))]
  return pairs === undefined ? concat(turned, -1) : stack(turned, -1).reshape(...x.shape)
}
