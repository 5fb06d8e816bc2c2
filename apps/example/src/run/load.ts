import { cpu } from '@nn/backend-cpu'
import { message, showShape } from '@nn/check'
import { loadSafetensors } from '@nn/io/node'
import { fromPython, type Module, StateDictError } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { MODELS } from '../models/index.ts'
import type { Output } from '../output.ts'
import { fold } from '../table/fold.ts'
import { wrap } from '../table/table.ts'

/** A file that does not fit the model. */
export class LoadError extends Error {}

/** Most names that are listed. */
const MOST = 8

/**
 * Loads what the file has of the network, and says what fitted; how many values.
 *
 * @throws LoadError if nothing fits, or a tensor has another shape than the model's.
 */
export async function loadInto(net: Module, model: string, path: string, output: Output): Promise<number> {
  const state = fromPython(net, await loadSafetensors(path, cpu))
  const { loaded, missing, unexpected } = load(net, model, path, state)
  const whole = missing.length + unexpected.length === 0
  const fitted = `${loaded.length} of the model's ${loaded.length + missing.length} tensors`
  output.log(`${path} fits ${whole ? 'as a whole' : 'in part'}: ${fitted} loaded`)
  if (missing.length > 0) output.log(listed('missing, and made here', missing, output.columns))
  if (unexpected.length > 0) output.log(listed('not of the model, and left', unexpected, output.columns))
  return loaded.reduce((sum, name) => sum + (state.get(name)?.size ?? 0), 0)
}

function load(net: Module, model: string, path: string, state: ReadonlyMap<string, Tensor>) {
  try {
    const report = net.loadStateDict(state, { strict: false })
    if (report.loaded.length > 0) return report
    throw new LoadError(nothing(path, model, state, report.missing))
  } catch (error) {
    if (!(error instanceof StateDictError)) throw error
    const { mismatched } = error.report
    const shown = mismatched.slice(0, MOST).map(({ path, expected, got }) => `${path} ${got} for ${expected}`)
    const got = `${mismatched.length} of other shapes: ${bounded(shown, mismatched.length, '; ')}`
    throw new LoadError(
      message(path, `the tensors of ${model}`, got, `nothing was loaded${otherModel(state)}`),
    )
  }
}

function nothing(
  path: string,
  model: string,
  state: ReadonlyMap<string, Tensor>,
  missing: readonly string[],
): string {
  const has =
    state.size === 0 ? 'a file of no tensors' : `${namesOf([...state.keys()])}, none of which is one of these`
  return message(
    path,
    `tensors of ${model}, ${namesOf(missing)}`,
    has,
    `nothing was loaded${otherModel(state)}`,
  )
}

/** The model that a file is of, as a cure. */
function otherModel(state: ReadonlyMap<string, Tensor>): string {
  const fitting = Object.entries(MODELS).find(([, { build }]) => {
    const net = build()
    const named = fromPython(net, state)
    return [...net.parameters()].every(([path, { shape }]) => {
      const found = named.get(path)
      return found !== undefined && showShape(found.shape) === showShape(shape)
    })
  })
  return fitting === undefined ? '' : `; it is of --model ${fitting[0]}`
}

/** Names, those of equal blocks once, and how many there are. */
function namesOf(names: readonly string[]): string {
  const folded = foldNames(names)
  return `${bounded(folded.slice(0, MOST), folded.length, ', ')} (${names.length} in all)`
}

function bounded(shown: readonly string[], all: number, separator: string): string {
  return all > shown.length
    ? `${shown.join(separator)}, and ${all - shown.length} more`
    : shown.join(separator)
}

function listed(what: string, names: readonly string[], columns = Number.POSITIVE_INFINITY): string {
  const words = `${what} (${names.length}): ${foldNames(names).join(', ')}`.split(' ')
  return wrap(words, columns - 2)
    .map((line) => `  ${line}`)
    .join('\n')
}

function foldNames(names: readonly string[]): string[] {
  return fold(names.map((path) => ({ path, cells: [] }))).map(({ path }) => path)
}
