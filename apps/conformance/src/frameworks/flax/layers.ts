import { cpu } from '@nn/backend-cpu'
import { flax } from '@nn/init/flax'
import * as nn from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import type { Computed } from '../../golden/framework.ts'
import { type Expected, expectedOf, type GoldenCase } from '../../golden/golden.ts'
import { at, present } from '../../golden/present.ts'
import { seedOf } from '../jax/seed.ts'

/** The weights of one module, by their own names. */
type Group = ReadonlyMap<string, Expected>

/** A module of ours for one of a file's, and its weights in Flax's layout. */
interface Layer {
  readonly module: nn.Module
  readonly read: Readonly<Record<string, () => Tensor>>
}

/** The kernel axes, then inputs and outputs; a transposed kernel is flipped there. */
function kernelOf({ data }: nn.Parameter, isTransposed: boolean): Tensor {
  const field = data.shape.slice(2).map((_, i) => i + 2)
  return isTransposed ? flipped(data).permute(...field, 0, 1) : data.permute(...field, 1, 0)
}

/** Backwards along all axes but the first two. */
function flipped(x: Tensor): Tensor {
  const [ins, outs, ...field] = x.shape as [number, number, ...number[]]
  const size = field.reduce((product, length) => product * length, 1)
  const backwards = cpu.tensor(Int32Array.from({ length: size }, (_, i) => size - 1 - i))
  const rows = x
    .reshape(ins * outs, size)
    .transpose()
    .take(backwards)
    .transpose()
  return rows.reshape(ins, outs, ...field)
}

const CONVS = [nn.Conv1d, nn.Conv2d, nn.Conv3d] as const
const TRANSPOSED = [nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d] as const

function connection(shape: readonly number[], useBias: boolean, isTransposed: boolean): Layer | undefined {
  const [ins, outs] = [at(shape, -2), at(shape, -1)]
  const rank = shape.length - 2
  const Conv = (isTransposed ? TRANSPOSED : CONVS)[rank - 1]
  const module =
    rank === 0
      ? new nn.Dense(outs, { inUnits: ins, useBias })
      : Conv && new Conv(outs, shape.slice(0, -2), { inChannels: ins, useBias })
  if (module === undefined) return undefined
  const { bias } = module
  return {
    module,
    read: {
      kernel: () => kernelOf(module.weight, isTransposed),
      ...(bias && { bias: () => bias.data }),
    },
  }
}

function embedding([count, units]: readonly number[]): Layer {
  const module = new nn.Embedding(present(count, 'count'), present(units, 'units'))
  return { module, read: { embedding: () => module.weight.data } }
}

function layerOf(group: Group, op: string): Layer | undefined {
  const names = [...group.keys()]
  const kernel = group.get('kernel')
  if (names.some((name) => !['kernel', 'bias', 'embedding'].includes(name))) return undefined
  if ([...group.values()].some(({ dtype }) => dtype !== 'float32')) return undefined
  if (kernel) return connection(kernel.shape, group.has('bias'), op.endsWith('ConvTranspose'))
  return group.has('embedding') ? embedding(group.get('embedding')!.shape) : undefined
}

/** The tensors by their module's path, in the order of `paths`. */
function groupsOf(golden: GoldenCase, paths: readonly string[]): Map<string, Map<string, Expected>> {
  const expected = new Map(expectedOf(golden).map((tensor) => [present(tensor.name, 'name'), tensor]))
  const groups = new Map<string, Map<string, Expected>>()
  for (const path of paths) {
    const cut = path.lastIndexOf('/')
    const scope = path.slice(0, Math.max(0, cut))
    const group = groups.get(scope) ?? new Map<string, Expected>()
    groups.set(scope, group.set(path.slice(cut + 1), present(expected.get(path), 'get(path)')))
  }
  return groups
}

/** What the dialect gives a network of our layers, one for each module of a model; undefined if there are no such layers. */
export function networkWeights(
  golden: GoldenCase,
  api: 'linen' | 'nnx',
  paths: readonly string[],
  separator: boolean,
): Computed[] | undefined {
  const layers = [...groupsOf(golden, paths)].map(([scope, group]) => ({
    scope,
    group,
    layer: layerOf(group, golden.op),
  }))
  if (layers.some(({ layer }) => layer === undefined)) return undefined
  const net = new nn.ModuleList(layers.map(({ layer }) => present(layer, 'layer').module))
  const scope = (path: string) =>
    present(layers[Number(path)], 'layers')
      .scope.split('/')
      .filter((name) => name !== '')
  const seed = seedOf(golden.seed)
  const dialect = flax(api === 'linen' ? { seed, scope, separator } : { seed, api })
  net.initialize({ dialect, backend: cpu })
  return layers.flatMap(({ scope, group, layer }) =>
    [...group.keys()].map((name) => ({
      name: scope === '' ? name : `${scope}/${name}`,
      values: present(layer, 'layer').read[name]!().clone().toArray(),
    })),
  )
}
