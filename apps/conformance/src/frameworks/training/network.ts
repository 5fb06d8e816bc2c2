import type { Module, Parameter } from '@nn/layers'
import { camelCase } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { ArgReader } from '../../golden/args.ts'
import { at } from '../../golden/present.ts'
import { createLayer } from '../forward/forward.ts'
import { type GoldenTensor, readTensor } from '../forward/tensor.ts'
import type { Arguments } from './training-case.ts'

/** A layer of `torch.nn`, or what stands between two. */
export interface Part {
  readonly layer?: string
  readonly op?: string
  readonly args?: Arguments
}

/** One after the other, under PyTorch's names. */
export interface Network {
  readonly parameters: ReadonlyMap<string, Parameter>
  /** Takes weights and buffers. */
  load(state: Readonly<Record<string, GoldenTensor>>): void
  /** The values of parameters and buffers. */
  state(): ReadonlyMap<string, Tensor>
  forward(x: Tensor): Tensor
}

/** What a part makes of the results of the one before it. */
type Run = (results: readonly Tensor[]) => readonly Tensor[]

/** What stands between two layers. */
const BETWEEN: Readonly<Record<string, (results: readonly Tensor[], args: ArgReader) => Tensor>> = {
  last_step: (results) => at(results, 0).slice(null, -1),
  output: (results) => at(results, 0),
  mean: (results, args) => at(results, 0).mean(args.number('dim', 0)),
  flatten: (results) => at(results, 0).flatten(1),
}

/** A sequential network of PyTorch. @throws Error of a part that there is no adapter for */
export function createNetwork(model: readonly Part[]): Network {
  const modules: (readonly [index: number, module: Module])[] = []
  const runs = model.map((part, i): Run => {
    if (part.layer !== undefined) {
      const { module, call } = createLayer(part.layer, part.args ?? {})
      modules.push([i, module])
      return ([x]) => {
        const list = x === undefined ? [] : [x]
        return call({ list, named: new Map(), backend: at(list, 0).backend }, new ArgReader({}))
      }
    }
    const between = BETWEEN[part.op ?? '']
    if (between === undefined) throw new Error(`no adapter for ${part.op} between layers`)
    return (results) => [between(results, new ArgReader(part.args ?? {}))]
  })
  const under = <T>(of: (module: Module) => ReadonlyMap<string, T>): Map<string, T> =>
    new Map(
      modules.flatMap(([i, module]) =>
        [...of(module)].map(([name, value]) => [`${i}.${name}`, value] as const),
      ),
    )
  return {
    parameters: under((module) => module.parameters()),
    load: (state) => {
      for (const [i, module] of modules) {
        const own = Object.entries(state).filter(([name]) => name.startsWith(`${i}.`))
        module.loadStateDict(
          new Map(own.map(([name, tensor]) => [nameOf(name).slice(`${i}.`.length), readTensor(tensor)])),
        )
      }
    },
    state: () => under((module) => module.stateDict()),
    forward: (x) =>
      at(
        runs.reduce<readonly Tensor[]>((results, run) => run(results), [x]),
        0,
      ),
  }
}

/** Our name of a parameter of PyTorch. */
export function nameOf(name: string): string {
  return camelCase(name)
}
