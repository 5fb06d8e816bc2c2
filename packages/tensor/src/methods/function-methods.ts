import { unary, unaryInPlace } from '../ops/elementwise.ts'
import type { Tensor } from '../tensor.ts'
import { ArithmeticMethods } from './arithmetic-methods.ts'

/** The methods of a tensor that are functions of each element. */
export abstract class FunctionMethods extends ArithmeticMethods {
  /** −x. */
  neg(this: Tensor): Tensor {
    return unary('neg', this)
  }

  /** `neg` in place. */
  neg_(this: Tensor): Tensor {
    return unaryInPlace('neg', this)
  }

  /** |x|. */
  abs(this: Tensor): Tensor {
    return unary('abs', this)
  }

  /** `abs` in place. */
  abs_(this: Tensor): Tensor {
    return unaryInPlace('abs', this)
  }

  /** −1, 0 or 1; ±0 and NaN stay. */
  sign(this: Tensor): Tensor {
    return unary('sign', this)
  }

  /** `sign` in place. */
  sign_(this: Tensor): Tensor {
    return unaryInPlace('sign', this)
  }

  /** The largest integer <= x. */
  floor(this: Tensor): Tensor {
    return unary('floor', this)
  }

  /** `floor` in place. */
  floor_(this: Tensor): Tensor {
    return unaryInPlace('floor', this)
  }

  /** The smallest integer >= x. */
  ceil(this: Tensor): Tensor {
    return unary('ceil', this)
  }

  /** `ceil` in place. */
  ceil_(this: Tensor): Tensor {
    return unaryInPlace('ceil', this)
  }

  /** The nearest integer, the even one of two. */
  round(this: Tensor): Tensor {
    return unary('round', this)
  }

  /** `round` in place. */
  round_(this: Tensor): Tensor {
    return unaryInPlace('round', this)
  }

  /** The integer part. */
  trunc(this: Tensor): Tensor {
    return unary('trunc', this)
  }

  /** `trunc` in place. */
  trunc_(this: Tensor): Tensor {
    return unaryInPlace('trunc', this)
  }

  /** x². */
  square(this: Tensor): Tensor {
    return unary('square', this)
  }

  /** `square` in place. */
  square_(this: Tensor): Tensor {
    return unaryInPlace('square', this)
  }

  /** √x. */
  sqrt(this: Tensor): Tensor {
    return unary('sqrt', this)
  }

  /** `sqrt` in place. */
  sqrt_(this: Tensor): Tensor {
    return unaryInPlace('sqrt', this)
  }

  /** 1 / x. */
  reciprocal(this: Tensor): Tensor {
    return unary('reciprocal', this)
  }

  /** `reciprocal` in place. */
  reciprocal_(this: Tensor): Tensor {
    return unaryInPlace('reciprocal', this)
  }

  /** eˣ. */
  exp(this: Tensor): Tensor {
    return unary('exp', this)
  }

  /** `exp` in place. */
  exp_(this: Tensor): Tensor {
    return unaryInPlace('exp', this)
  }

  /** eˣ − 1, exact near 0. */
  expm1(this: Tensor): Tensor {
    return unary('expm1', this)
  }

  /** `expm1` in place. */
  expm1_(this: Tensor): Tensor {
    return unaryInPlace('expm1', this)
  }

  /** ln x. */
  log(this: Tensor): Tensor {
    return unary('log', this)
  }

  /** `log` in place. */
  log_(this: Tensor): Tensor {
    return unaryInPlace('log', this)
  }

  /** ln(1 + x), exact near 0. */
  log1p(this: Tensor): Tensor {
    return unary('log1p', this)
  }

  /** `log1p` in place. */
  log1p_(this: Tensor): Tensor {
    return unaryInPlace('log1p', this)
  }

  /** sin x. */
  sin(this: Tensor): Tensor {
    return unary('sin', this)
  }

  /** `sin` in place. */
  sin_(this: Tensor): Tensor {
    return unaryInPlace('sin', this)
  }

  /** cos x. */
  cos(this: Tensor): Tensor {
    return unary('cos', this)
  }

  /** `cos` in place. */
  cos_(this: Tensor): Tensor {
    return unaryInPlace('cos', this)
  }

  /** tan x. */
  tan(this: Tensor): Tensor {
    return unary('tan', this)
  }

  /** `tan` in place. */
  tan_(this: Tensor): Tensor {
    return unaryInPlace('tan', this)
  }

  /** 2/√π ∫₀ˣ exp(−t²) dt. */
  erf(this: Tensor): Tensor {
    return unary('erf', this)
  }

  /** `erf` in place. */
  erf_(this: Tensor): Tensor {
    return unaryInPlace('erf', this)
  }

  /** tanh x. */
  tanh(this: Tensor): Tensor {
    return unary('tanh', this)
  }

  /** `tanh` in place. */
  tanh_(this: Tensor): Tensor {
    return unaryInPlace('tanh', this)
  }
}
