import * as nn from '@nn/layers'
import { createRng } from '@nn/random'
import { at } from '../../golden/present.ts'
import { only, options, required } from './arguments.ts'
import { type CreateLayer, unary } from './runnable.ts'

/** Dense, bilinear and embedding layers, and what has no parameters. */
export const SIMPLE: Readonly<Record<string, CreateLayer>> = {
  Linear: (args) => {
    const given = options<nn.DenseOptions>(args, { inUnits: 'in_features', useBias: 'bias', dtype: 'dtype' })
    return unary(new nn.Dense(required(args, 'out_features'), given))
  },
  Bilinear: (args) => {
    const inUnits = [required<number>(args, 'in1_features'), required<number>(args, 'in2_features')] as const
    const given = options<nn.BilinearOptions>(args, { useBias: 'bias', dtype: 'dtype' })
    const module = new nn.Bilinear(required(args, 'out_features'), { inUnits, ...given })
    return { module, call: ({ list }) => [module.forward(at(list, 0), at(list, 1))] }
  },
  Identity: () => unary(new nn.Sequential()),
  Flatten: (args) => {
    only(args, 'end_dim', -1)
    return unary(new nn.Flatten(args.number('start_dim', 1)))
  },
  Dropout: (args) => {
    const p = args.number('p', 0.5)
    // Which elements go is the framework's own draw, unless all do.
    return unary(new nn.Dropout(p, p === 1 ? { rng: createRng(0) } : {}))
  },
  Embedding: (args) => {
    // These change gradients alone.
    for (const name of ['scale_grad_by_freq', 'sparse']) args.take(name, false)
    const given = options<nn.EmbeddingOptions>(args, { paddingIndex: 'padding_idx', dtype: 'dtype' })
    return unary(new nn.Embedding(required(args, 'num_embeddings'), required(args, 'embedding_dim'), given))
  },
}
