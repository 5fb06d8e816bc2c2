import { detach } from '@nn/autograd'
import { isTensor, type Tensor, where } from '@nn/tensor'
import { type Given, type Operation, operand, value } from './operation.ts'

const UNARY = [
  ...(['abs', 'neg', 'floor', 'ceil', 'round', 'square', 'sqrt', 'reciprocal', 'exp', 'expm1'] as const),
  ...(['log', 'log1p', 'sin', 'cos', 'tan', 'tanh', 'erf', 'relu', 'sigmoid'] as const),
]

const BINARY = ['sub', 'mul', 'div', 'maximum', 'minimum'] as const

/** The first operand, which may be a number, as a tensor like the other. */
function first(given: Given): Tensor {
  const a = value(given, 0)
  return isTensor(a) ? a : operand(given, 1).backend.tensor(a)
}

/** `alpha` times the second operand. */
function scaled(given: Given): Tensor | number {
  const alpha = given.args.number('alpha', 1)
  const b = value(given, 1)
  if (alpha === 1) return b
  return isTensor(b) ? b.mul(alpha) : b * alpha
}

/** Functions of each element. */
export const ELEMENTWISE: Readonly<Record<string, Operation>> = {
  ...Object.fromEntries(UNARY.map((name): [string, Operation] => [name, (given) => operand(given)[name]()])),
  ...Object.fromEntries(
    BINARY.map((name): [string, Operation] => [name, (given) => first(given)[name](value(given, 1))]),
  ),
  add: (given) => first(given).add(scaled(given)),
  // PyTorch has no sign of NaN.
  sign: (given) => where(operand(given).isNaN(), 0, operand(given).sign()),
  // PyTorch takes the root for this exponent.
  pow: (given) => (value(given, 1) === 0.5 ? operand(given).sqrt() : first(given).pow(value(given, 1))),
  rsub: (given) => operand(given).neg().add(value(given, 1)),
  rsqrt: (given) => operand(given).sqrt().reciprocal(),
  clamp: (given) =>
    operand(given).clamp(
      given.args.number('min', Number.NEGATIVE_INFINITY),
      given.args.number('max', Number.POSITIVE_INFINITY),
    ),
  where: (given) => where(operand(given), value(given, 1), value(given, 2)),
  masked_fill: (given) => where(operand(given, 1), given.args.number('value', 0), operand(given)),
  clone: (given) => operand(given).clone(),
  detach: (given) => detach(operand(given)),
  add_: (given) => operand(given).add_(scaled(given)),
  mul_: (given) => operand(given).mul_(value(given, 1)),
  relu_: (given) => operand(given).relu_(),
  copy_: (given) => operand(given).copy_(operand(given, 1)),
  fill_: (given) => operand(given).fill_(given.args.number('value', 0)),
}
