import type { GeluOptions } from '../ops/activations.ts'
import * as activations from '../ops/activations.ts'
import { unary, unaryInPlace } from '../ops/elementwise.ts'
import type { Tensor } from '../tensor.ts'
import { FunctionMethods } from './function-methods.ts'

/** The methods of a tensor that networks use between their layers. */
export abstract class ActivationMethods extends FunctionMethods {
  /** max(x, 0). */
  relu(this: Tensor): Tensor {
    return unary('relu', this)
  }

  /** `relu` in place. */
  relu_(this: Tensor): Tensor {
    return unaryInPlace('relu', this)
  }

  /** 1 / (1 + e⁻ˣ). */
  sigmoid(this: Tensor): Tensor {
    return unary('sigmoid', this)
  }

  /** `sigmoid` in place. */
  sigmoid_(this: Tensor): Tensor {
    return unaryInPlace('sigmoid', this)
  }

  /** x · sigmoid(x). */
  silu(this: Tensor): Tensor {
    return unary('silu', this)
  }

  /** `silu` in place. */
  silu_(this: Tensor): Tensor {
    return unaryInPlace('silu', this)
  }

  /** ln(1 + eˣ). */
  softplus(this: Tensor): Tensor {
    return unary('softplus', this)
  }

  /** `softplus` in place. */
  softplus_(this: Tensor): Tensor {
    return unaryInPlace('softplus', this)
  }

  /**
   * x·Φ(x) with the normal distribution function Φ, or its approximation `x/2·(1 + tanh(√(2/π)·(x +
   * 0.044715·x³)))`.
   */
  gelu(this: Tensor, { approximate = 'none' }: GeluOptions = {}): Tensor {
    return activations.gelu(this, approximate)
  }

  /** `gelu` in place. */
  gelu_(this: Tensor): Tensor {
    return unaryInPlace('gelu', this)
  }

  /** x where x > 0, else slope·x. */
  leakyRelu(this: Tensor, slope: number = 0.01): Tensor {
    return activations.leakyRelu(this, slope)
  }

  /** x where x > 0, else alpha·(eˣ − 1). */
  elu(this: Tensor, alpha: number = 1): Tensor {
    return activations.elu(this, alpha)
  }

  /** 1.0507·elu(x, 1.6733), the constants that keep mean 0 and variance 1. */
  selu(this: Tensor): Tensor {
    return activations.selu(this)
  }

  /** x · tanh(softplus(x)). */
  mish(this: Tensor): Tensor {
    return activations.mish(this)
  }

  /** x limited to [−1, 1]. */
  hardtanh(this: Tensor): Tensor {
    return activations.clamp(this, -1, 1)
  }

  /** x limited to [low, high]. */
  clamp(this: Tensor, low: number, high: number): Tensor {
    return activations.clamp(this, low, high)
  }

  /** exp(x) / Σ exp(x) along `axis`. */
  softmax(this: Tensor, axis: number): Tensor {
    return activations.softmax(this, axis)
  }

  /** x − ln Σ exp(x) along `axis`. */
  logSoftmax(this: Tensor, axis: number): Tensor {
    return activations.logSoftmax(this, axis)
  }
}
