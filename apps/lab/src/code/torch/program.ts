import type { LabState } from '../../state/state.ts'
import type { Printing } from '../framework.ts'
import { indented, program, SHOWN, VALUES } from '../python.ts'
import { isSame, type Sites } from '../sites.ts'
import { type Group, type TorchNetwork, torchNetwork } from './networks.ts'
import { fillBias, fillOf } from './words.ts'

/** The PyTorch program that starts a state's network and prints its first weights. @throws Refusal if there is none. */
export function torchProgram(state: LabState, sites: Sites, { isLong }: Printing): string {
  const network = torchNetwork(state, sites)
  const { names, definition } = initialization(network)
  const isMath = definition.some((line) => line.includes('math.'))
  return program(
    [...(isMath ? ['import math', ''] : []), 'import torch', 'from torch import nn'],
    ...network.classes,
    [`torch.manual_seed(${state.seed})`, ...network.build, ...names],
    definition,
    [...(definition.length > 0 ? ['net.apply(init_weights)'] : []), ...printing(isLong)],
  )
}

function printing(isLong: boolean): readonly string[] {
  const { first, last } = SHOWN
  const print = `    print(name, p.data.flatten()[:${VALUES}])`
  if (!isLong) return ['for name, p in net.named_parameters():', print]
  return [
    'parameters = list(net.named_parameters())',
    `for name, p in parameters[:${first}] + parameters[-${last}:]:`,
    print,
  ]
}

/** The function for `net.apply`, and the names that it needs; both empty where all layers keep their defaults. */
function initialization({ groups, named }: TorchNetwork): {
  readonly names: readonly string[]
  readonly definition: readonly string[]
} {
  const branches = branchesOf(groups)
  if (branches.length === 0) return { names: [], definition: [] }
  const isUsed = (name: string): boolean => branches.some(({ condition }) => condition === `m in ${name}`)
  const lines = branches.flatMap(({ condition, fills }, i) => [
    `${i === 0 ? 'if' : 'elif'} ${condition}:`,
    ...indented(fills.length > 0 ? fills : ['pass']),
  ])
  return {
    names: Object.entries(named).flatMap(([name, value]) => (isUsed(name) ? [`${name} = ${value}`] : [])),
    definition: ['def init_weights(m):', ...indented(lines)],
  }
}

interface Branch {
  readonly condition: string
  readonly fills: readonly string[]
}

/** The branches that are needed: a layer that starts as the general one does needs none, nor does a kind of layer that keeps its default. */
function branchesOf(groups: readonly Group[]): readonly Branch[] {
  const general = groups.at(-1)
  const branches = groups
    .filter((group) => group === general || isKind(group) || !isSame(group.site, general?.site))
    .map((group) => ({ condition: group.condition, fills: fillsOf(group), isKind: isKind(group) }))
  const needed = branches.filter(({ fills, isKind }) => fills.length > 0 || !isKind)
  // At the end there is nothing to be kept from.
  const end = needed.findLastIndex(({ fills }) => fills.length > 0)
  return needed.slice(0, end + 1)
}

/** Whether a group is all modules of a class, and not some of its linear layers. */
function isKind({ condition }: Group): boolean {
  return condition.startsWith('isinstance')
}

function fillsOf({ site, weight, bias }: Group): readonly string[] {
  return [
    ...(site.weight === undefined ? [] : fillOf(site.weight, weight)),
    ...(site.bias === undefined ? [] : fillBias(site.bias, { ...weight, tensor: bias })),
  ]
}
