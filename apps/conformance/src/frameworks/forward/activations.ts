import { constant } from '@nn/init'
import * as nn from '@nn/layers'
import { type CreateLayer, unary } from './runnable.ts'

/** Activations: most have no arguments, some a number. */
export const ACTIVATIONS: Readonly<Record<string, CreateLayer>> = {
  ReLU: () => unary(new nn.Relu()),
  LeakyReLU: (args) => unary(new nn.LeakyRelu(args.number('negative_slope', 0.01))),
  ELU: (args) => unary(new nn.Elu(args.number('alpha', 1))),
  CELU: (args) => unary(new nn.Celu(args.number('alpha', 1))),
  SELU: () => unary(new nn.Selu()),
  GELU: (args) => unary(new nn.Gelu({ approximate: args.take<'none' | 'tanh'>('approximate', 'none') })),
  SiLU: () => unary(new nn.Silu()),
  Mish: () => unary(new nn.Mish()),
  Softplus: (args) => unary(new nn.Softplus(args.number('beta', 1), args.number('threshold', 20))),
  Softsign: () => unary(new nn.Softsign()),
  Tanh: () => unary(new nn.Tanh()),
  Sigmoid: () => unary(new nn.Sigmoid()),
  Hardswish: () => unary(new nn.Hardswish()),
  Hardsigmoid: () => unary(new nn.Hardsigmoid()),
  Hardtanh: (args) => unary(new nn.Hardtanh(args.number('min_val', -1), args.number('max_val', 1))),
  ReLU6: () => unary(new nn.Relu6()),
  LogSigmoid: () => unary(new nn.LogSigmoid()),
  Tanhshrink: () => unary(new nn.Tanhshrink()),
  Softshrink: (args) => unary(new nn.Softshrink(args.number('lambd', 0.5))),
  Hardshrink: (args) => unary(new nn.Hardshrink(args.number('lambd', 0.5))),
  GLU: (args) => unary(new nn.Glu(args.number('dim', -1))),
  Softmax: (args) => unary(new nn.Softmax(args.number('dim', -1))),
  LogSoftmax: (args) => unary(new nn.LogSoftmax(args.number('dim', -1))),
  PReLU: (args) => {
    const weightInit = constant(args.number('init', 0.25))
    const channels = args.number('num_parameters', 1)
    const dtype = args.take<'float32' | 'float64'>('dtype', 'float32')
    const shape = channels === 1 ? {} : { perChannel: true, channels }
    return unary(new nn.PRelu({ ...shape, weightInit, dtype }))
  },
}
