import * as nn from '@nn/layers'
import { type Given, type Operation, operand } from './operation.ts'

/** The reduction under its name here. */
function reduction({ args }: Given): { reduction: nn.Reduction } {
  return { reduction: args.take<nn.Reduction>('reduction', 'mean') }
}

/** Weights and the ignored class. */
function ofClasses(given: Given): nn.NllOptions {
  const weight = given.tensor('weight')
  return { ...reduction(given), weight, ignoreIndex: given.args.number('ignore_index', -100) }
}

/** PyTorch's losses. */
export const LOSSES: Readonly<Record<string, Operation>> = {
  mse_loss: (given) => nn.meanSquaredError(operand(given), operand(given, 1), reduction(given)),
  l1_loss: (given) => nn.l1(operand(given), operand(given, 1), reduction(given)),
  smooth_l1_loss: (given) =>
    nn.smoothL1(operand(given), operand(given, 1), {
      ...reduction(given),
      beta: given.args.number('beta', 1),
    }),
  huber_loss: (given) =>
    nn.huber(operand(given), operand(given, 1), {
      ...reduction(given),
      delta: given.args.number('delta', 1),
    }),
  hinge_embedding_loss: (given) =>
    nn.hingeEmbedding(operand(given), operand(given, 1), {
      ...reduction(given),
      margin: given.args.number('margin', 1),
    }),
  binary_cross_entropy: (given) =>
    nn.binaryCrossEntropy(operand(given), operand(given, 1), {
      ...reduction(given),
      weight: given.tensor('weight'),
    }),
  binary_cross_entropy_with_logits: (given) =>
    nn.binaryCrossEntropyWithLogits(operand(given), operand(given, 1), {
      ...{ ...reduction(given), weight: given.tensor('weight'), posWeight: given.tensor('pos_weight') },
    }),
  kl_div: (given) => {
    const kind = given.args.take<nn.Reduction | 'batchmean'>('reduction', 'mean')
    return nn.klDivergence(operand(given), operand(given, 1), {
      reduction: kind === 'batchmean' ? 'batchMean' : kind,
      logTarget: given.args.take('log_target', false),
    })
  },
  gaussian_nll_loss: (given) =>
    nn.gaussianNll(operand(given), operand(given, 1), operand(given, 2), {
      ...{ ...reduction(given), full: given.args.take('full', false), eps: given.args.number('eps', 1e-6) },
    }),
  nll_loss: (given) => nn.nll(operand(given), operand(given, 1), ofClasses(given)),
  cross_entropy: (given) =>
    nn.crossEntropy(operand(given), operand(given, 1), {
      ...ofClasses(given),
      labelSmoothing: given.args.number('label_smoothing', 0),
    }),
}
