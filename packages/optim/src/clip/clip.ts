import { checkGiven, message, type OptionNames, positive, wrongKind, wrongValue } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import { valuesOf } from '../optimizer/values.ts'

/** Gradients by the names of parameters. */
export type Gradients = ReadonlyMap<string, Tensor>

/** The options of `clipByNorm`. */
export interface ClipByNormOptions {
  /** The largest norm, above 0. */
  readonly maxNorm: number
  /** The p of the norm: 2 by default; `Infinity` for the largest absolute value. */
  readonly p?: number | undefined
  /** Whether NaN and infinities may be clipped, which makes all gradients NaN or 0. Default false: they are an error. */
  readonly allowNonFinite?: boolean | undefined
}

const BY_NORM: OptionNames<ClipByNormOptions> = { maxNorm: true, p: true, allowNonFinite: true }

/** Clipped gradients, and the norm that they had. */
export interface Clipped {
  readonly gradients: Map<string, Tensor>
  readonly norm: number
}

/**
 * Gradients times min(1, maxNorm/(‖g‖ + 1e-6)), with ‖g‖ the norm of all of them together, as PyTorch's `clip_grad_norm_`; the given ones stay.
 *
 * @throws TypeError or RangeError if an option is wrong, or a gradient is no tensor of floats or not finite.
 * @see Pascanu, Mikolov, Bengio (2013), https://proceedings.mlr.press/v28/pascanu13.html
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { clipByNorm } from '@nn/optim'
 * const { gradients, norm } = clipByNorm(new Map([['w', cpu.tensor([3, 4])]]), { maxNorm: 1 })
 * norm // => 5
 * gradients.get('w')?.allClose(cpu.tensor([0.6, 0.8])) // => true
 * clipByNorm(new Map([['w', cpu.tensor([NaN])]]), { maxNorm: 1 }) // throws /a finite gradient of w, got NaN/
 * ```
 */
export function clipByNorm(gradients: Gradients, options: ClipByNormOptions): Clipped {
  const where = 'clipByNorm'
  checkGiven(where, options, BY_NORM)
  const maxNorm = positive(where, 'maxNorm', options.maxNorm)
  const { p = 2 } = options
  if (typeof p !== 'number') throw wrongKind(where, 'p to be a number', p)
  if (!(p > 0)) throw wrongValue(where, 'p > 0', p)
  checkGradients(where, gradients, options.allowNonFinite)
  const norm = normOf(where, gradients, p)
  const factor = maxNorm / (norm + 1e-6)
  const scale = factor >= 1 ? 1 : factor
  const scaled = [...gradients].map(([name, gradient]) => [name, gradient.mul(scale)] as const)
  return { gradients: new Map(scaled), norm }
}

/** The options of `clipByValue`. */
export interface ClipByValueOptions {
  /** The largest absolute value, above 0. */
  readonly maxValue: number
  /** Whether NaN and infinities may be clipped: NaN stays. Default false: they are an error. */
  readonly allowNonFinite?: boolean | undefined
}

const BY_VALUE: OptionNames<ClipByValueOptions> = { maxValue: true, allowNonFinite: true }

/**
 * Gradients with every element in [-maxValue, maxValue], as PyTorch's `clip_grad_value_`; the given ones stay.
 *
 * @throws TypeError or RangeError if an option is wrong, or a gradient is no tensor of floats or not finite.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { clipByValue } from '@nn/optim'
 * const clipped = clipByValue(new Map([['w', cpu.tensor([3, -0.5])]]), { maxValue: 1 })
 * clipped.get('w')?.toNested() // => [1, -0.5]
 * ```
 */
export function clipByValue(gradients: Gradients, options: ClipByValueOptions): Map<string, Tensor> {
  const where = 'clipByValue'
  checkGiven(where, options, BY_VALUE)
  const maxValue = positive(where, 'maxValue', options.maxValue)
  checkGradients(where, gradients, options.allowNonFinite)
  return new Map([...gradients].map(([name, gradient]) => [name, gradient.clamp(-maxValue, maxValue)]))
}

function checkGradients(where: string, gradients: unknown, allowNonFinite: unknown): void {
  if (!(gradients instanceof Map)) throw wrongKind(where, 'a map of gradients by name', gradients)
  if (allowNonFinite !== undefined && typeof allowNonFinite !== 'boolean') {
    throw wrongKind(where, 'allowNonFinite to be true or false', allowNonFinite)
  }
  for (const [name, gradient] of gradients) {
    if (!isTensor(gradient)) throw wrongKind(where, `a tensor as the gradient of ${name}`, gradient)
    const wrong = valuesOf(where, `the gradient of ${name}`, gradient).find(
      (value) => !Number.isFinite(value),
    )
    if (wrong === undefined || allowNonFinite) continue
    const cure = 'find where it comes from, or pass { allowNonFinite: true }'
    throw new RangeError(message(where, `a finite gradient of ${name}`, String(wrong), cure))
  }
}

/** The p-norm of all elements together, in double precision. */
function normOf(where: string, gradients: Gradients, p: number): number {
  const all = [...gradients].map(([name, gradient]) => valuesOf(where, name, gradient))
  if (p === Number.POSITIVE_INFINITY) {
    let most = 0
    // `max` of numbers keeps NaN, as of tensors.
    for (const values of all) for (const value of values) most = Math.max(most, Math.abs(value))
    return most
  }
  let sum = 0
  for (const values of all) {
    if (p === 2) for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!
    else for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]!) ** p
  }
  return p === 2 ? Math.sqrt(sum) : sum ** (1 / p)
}
