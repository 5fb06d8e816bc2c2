import type { Layer, LayerGroups } from '../family/layer.ts'
import { weightName } from '../family/model.ts'

/** Where in PyTorch's one sequence a weight is drawn. */
export interface Place {
  /** Words of 32 bits before it. */
  readonly word: number
  /** Words before the pair whose second normal it begins with; undefined where none is kept. */
  readonly kept: number | undefined
}

/** Tensors below this size are drawn one by one in double precision. */
export const BLOCK = 16

/**
 * Where each weight's values stand after `torch.manual_seed(seed)` and the class's constructor in `transformers`: each group of layers
 * is constructed, which draws, and then initialised, which draws again (`PreTrainedModel.post_init` and `initialize_weights`,
 * https://github.com/huggingface/transformers/blob/main/src/transformers/modeling_utils.py). What was drawn before is overwritten,
 * but moves the sequence on, and so do weights that are thrown away because another one is shared.
 */
export function placesOf({ base, head }: LayerGroups): {
  readonly places: ReadonlyMap<string, Place>
  /** Words that the whole model takes. */
  readonly words: number
} {
  const tape = new Tape()
  const places = new Map<string, Place>()
  for (const group of [base, head]) {
    for (const layer of group) construct(tape, layer)
    for (const layer of group) {
      if (!isDrawn(layer)) continue
      let place = tape.normal(sizeOf(layer.shape))
      if (layer.redrawn) place = tape.normal(sizeOf(layer.shape))
      if (layer.tied === undefined) places.set(weightName(layer), place)
    }
  }
  return { places, words: tape.words }
}

/** What PyTorch's own constructors draw: uniforms for `nn.Linear`, normals for `nn.Embedding` and `Conv1D`. */
function construct(tape: Tape, { kind, shape, bias }: Layer): void {
  if (kind === 'linear') {
    tape.uniform(sizeOf(shape))
    if (bias) tape.uniform(shape[0] ?? 0)
  } else if (kind === 'embedding' || kind === 'conv1d') tape.normal(sizeOf(shape))
}

function isDrawn({ kind }: Layer): boolean {
  return kind === 'linear' || kind === 'embedding' || kind === 'conv1d' || kind === 'matrices'
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** Counts the words that float32 draws of contiguous tensors take. */
class Tape {
  words = 0
  #kept: number | undefined

  uniform(count: number): void {
    this.words += count
  }

  normal(count: number): Place {
    const place = { word: this.words, kept: count < BLOCK ? this.#kept : undefined }
    if (count < BLOCK) this.#oneByOne(count)
    else this.words += count % BLOCK === 0 ? count : count + BLOCK
    return place
  }

  /** Two at a time from four words; the second is kept for the next such draw. */
  #oneByOne(count: number): void {
    const fresh = this.#kept === undefined ? count : count - 1
    this.words += 4 * Math.ceil(fresh / 2)
    if (fresh > 0) this.#kept = fresh % 2 === 1 ? this.words - 4 : undefined
    else if (count > 0) this.#kept = undefined
  }
}
