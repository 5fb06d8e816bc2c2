import { ones_, zeros_ } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import { BatchNorm, Convolution, Dense, Embedding, GroupNorm, LayerNorm, Module, RmsNorm } from '@nn/layers'
import { refuseForward } from '../without-forward.ts'

/** Modules that were started: `_is_hf_initialized`. */
const STARTED = new WeakSet<Module>()

/**
 * What all models of transformers share: after it has constructed its parts, a model starts them anew by its own `_init_weights`, each
 * once; the parts that are models themselves have done so by then.
 */
export abstract class PreTrainedModel extends Module {
  /** @internal */
  readonly std: number

  constructor(std: number) {
    super()
    this.std = std
  }

  /** The function of a model that has none of its own here. */
  override forward(..._inputs: unknown[]): unknown {
    return refuseForward(this)
  }

  /** `post_init`, but for what is tied; a model without a dialect is its caller's to start. */
  postInit(dialect: TorchDialect | undefined): void {
    this.parameters()
    if (dialect !== undefined) startBelow(this, this, dialect)
  }

  /** `_init_weights`: linear layers, convolutions and embeddings N(0, std²), biases 0, norms 1. */
  initWeights(module: Module, dialect: TorchDialect): void {
    const { std } = this
    if (module instanceof Dense || module instanceof Convolution) {
      dialect.normal_(module.weight, { std })
      if (module.useBias) zeros_(module.bias)
    } else if (module instanceof Embedding) {
      dialect.normal_(module.weight, { std })
      if (module.paddingIndex !== undefined) zeros_(module.weight.data.at(module.paddingIndex))
    } else if (isNorm(module)) {
      if (module.weight !== undefined) ones_(module.weight)
      if ('bias' in module && module.bias !== undefined) zeros_(module.bias)
    }
  }
}

type Norm = LayerNorm<boolean, boolean> | GroupNorm<boolean> | BatchNorm<boolean, boolean> | RmsNorm<boolean>

function isNorm(module: Module): module is Norm {
  return [LayerNorm, GroupNorm, BatchNorm, RmsNorm].some((norm) => module instanceof norm)
}

/** `smart_apply`: children first, and what is below a model by that model's own law. */
function startBelow(module: Module, model: PreTrainedModel, dialect: TorchDialect): void {
  for (const child of module.children().values()) {
    startBelow(child, child instanceof PreTrainedModel ? child : model, dialect)
  }
  if (STARTED.has(module)) return
  model.initWeights(module, dialect)
  STARTED.add(module)
}
