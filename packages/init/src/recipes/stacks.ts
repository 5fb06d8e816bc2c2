import { integer, message, type OptionNames } from '@nn/check'
import { countBlocks } from './depth.ts'
import type { Enclosing } from './recipe.ts'
import { demand, type Placed, type RoleOptions } from './roles.ts'

/** How many layers the encoder and the decoder have, where it is not to be counted. */
export interface StackOptions extends RoleOptions {
  /** Default: counted from the roles, in each stack of parameters that lie in no module of kind `'decoder'`. */
  readonly encoderLayers?: number
  /** Default: counted from the roles, in each stack of parameters that lie in a module of kind `'decoder'`. */
  readonly decoderLayers?: number
}

/** Depth of each stack; 0 for one that there is not. */
export interface Depths {
  readonly encoder: number
  readonly decoder: number
}

/** @internal */
export const STACK_OPTIONS: OptionNames<StackOptions> = {
  encoderLayers: true,
  decoderLayers: true,
  roles: true,
}

type StackKind = Enclosing['kind']

/** The encoders, or decoders, around a parameter, out to the first of the other kind, the nearest first. */
function enclosing({ enclosing = [] }: Placed): readonly Enclosing[] {
  const other = enclosing.findIndex(({ kind }) => kind !== enclosing[0]?.kind)
  return other < 0 ? enclosing : enclosing.slice(0, other)
}

/** In which kind of stack a parameter lies: a decoder if the nearest module that declares to be one of both is, else an encoder. */
export function stackOf({ kind, within = [] }: Placed): StackKind {
  const nearest = [kind, ...within].find((declared) => declared === 'encoder' || declared === 'decoder')
  return nearest === 'decoder' ? 'decoder' : 'encoder'
}

/** Residual branches that are counted together: the parameters that are the last of each. */
interface Stack {
  readonly kind: StackKind
  readonly outs: readonly Placed[]
  /** Whether it is one block of an encoder or a decoder, without the network that it is part of. */
  readonly isBlock: boolean
}

/** The stacks of a network. */
export interface Stacks {
  readonly all: readonly Stack[]
  /** The one that a parameter lies in; undefined of what is in none that has branches. */
  readonly of: (parameter: Placed) => Stack | undefined
}

/**
 * The residual branches by stack. A module that declares to be an encoder or a decoder, and has numbered blocks, is a stack of its own,
 * the outermost where several are around each other; branches that are in none are one stack of their kind: stages of one network.
 *
 * @throws RangeError if there are none, or if all there is is one block of a stack that is not known, unless `isGiven`.
 */
export function stacksOf(
  where: string,
  placed: readonly Placed[],
  isGiven: (kind: StackKind) => boolean,
  cure: string,
): Stacks {
  const outs = demand(where, placed, 'residualOut')
  const holders = new Set(outs.flatMap((out) => holdersOf(out, outs)))
  const keyOf = (parameter: Placed): string => {
    const holder = enclosing(parameter).findLast(({ path }) => holders.has(path))
    return holder === undefined ? `:${stackOf(parameter)}` : holder.path
  }
  const isBlock = outs.every(isOfBlock)
  const stacks = new Map<string, Stack & { outs: Placed[] }>()
  for (const out of outs) {
    const stack = stacks.get(keyOf(out)) ?? { kind: stackOf(out), outs: [], isBlock }
    stack.outs.push(out)
    stacks.set(keyOf(out), stack)
  }
  const all = [...stacks.values()]
  if (isBlock && !all.every(({ kind }) => isGiven(kind))) {
    const got = 'one block on its own'
    throw new RangeError(
      message(
        where,
        'a network whose blocks can be counted',
        got,
        `initialise it in its network, or ${cure}`,
      ),
    )
  }
  return { all, of: (parameter) => stacks.get(keyOf(parameter)) }
}

/** Whether a branch is of an encoder or a decoder that is all there is, and in no numbered part of it. */
function isOfBlock(out: Placed): boolean {
  return enclosing(out)[0]?.path === '' && !out.path.split('.').some(isNumber)
}

/** The paths of the encoders or decoders around a branch that have numbered blocks: numbered modules of their kind, or branches of several numbers. */
function holdersOf(out: Placed, outs: readonly Placed[]): string[] {
  const around = enclosing(out)
  return around.flatMap(({ path }, i) => {
    const inner = i === 0 ? undefined : namesBelow(path, around[i - 1]?.path ?? '')
    const own = namesBelow(path, out.path)
    const isStack =
      inner?.some(isNumber) ||
      outs.some((other) => isInside(other.path, path) && differInNumber(own, namesBelow(path, other.path)))
    return isStack ? [path] : []
  })
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name)
}

function isInside(path: string, around: string): boolean {
  return around === '' || path.startsWith(`${around}.`)
}

/** The names of a path after those of a module around it. */
function namesBelow(around: string, path: string): string[] {
  return path.split('.').slice(around === '' ? 0 : around.split('.').length)
}

/** Whether the first names in which two paths differ are numbers. */
function differInNumber(one: readonly string[], other: readonly string[]): boolean {
  const at = one.findIndex((name, i) => name !== other[i])
  return at >= 0 && [one[at], other[at]].every((name) => isNumber(name ?? ''))
}

/** Throws unless the depths that are given are numbers of layers. */
export function checkDepths(where: string, { encoderLayers = 0, decoderLayers = 0 }: StackOptions): void {
  integer(where, 'encoderLayers', encoderLayers, 0)
  integer(where, 'decoderLayers', decoderLayers, 0)
}

/**
 * The depths that each parameter's law reads: that of its own stack, and that of the deepest of the other kind. What lies in no stack has
 * the deepest of both.
 */
export function depthsOf(
  where: string,
  placed: readonly Placed[],
  options: StackOptions,
): (parameter: Placed) => Depths {
  const given = { encoder: options.encoderLayers, decoder: options.decoderLayers }
  const cure = 'give { encoderLayers } or { decoderLayers }'
  const stacks = stacksOf(where, placed, (kind) => given[kind] !== undefined, cure)
  const depths = new Map(stacks.all.map((stack) => [stack, countBlocks(stack.outs)]))
  const deepest = (kind: StackKind): number => {
    const counted = Math.max(0, ...[...depths].map(([stack, depth]) => (stack.kind === kind ? depth : 0)))
    if (given[kind] === 0 && counted > 0) {
      throw new RangeError(message(where, `${kind}Layers of the ${counted} that there are`, '0'))
    }
    return given[kind] ?? counted
  }
  const most: Depths = { encoder: deepest('encoder'), decoder: deepest('decoder') }
  return (parameter) => {
    const stack = stacks.of(parameter)
    const own = stack && (given[stack.kind] ?? depths.get(stack))
    return stack === undefined ? most : { ...most, [stack.kind]: own }
  }
}

/** How many blocks each stack has, where a recipe does not tell encoders from decoders. */
export interface LayersOptions extends RoleOptions {
  /** Blocks of each stack. Default: counted from the roles; of one block outside of its network it has to be given. */
  readonly layers?: number
}

/** Throws unless the number of blocks that is given is one. */
export function checkLayers(where: string, { layers = 1 }: LayersOptions): void {
  integer(where, 'layers', layers, 1)
}

/** Blocks and residual branches of the stack that a parameter lies in. */
export interface Counts {
  readonly blocks: number
  readonly branches: number
}

/** What is counted for each parameter; undefined for one that is in no stack. */
export function countsOf(
  where: string,
  placed: readonly Placed[],
  { layers }: LayersOptions,
): (parameter: Placed) => Counts | undefined {
  const stacks = stacksOf(where, placed, () => layers !== undefined, 'give { layers: 12 }')
  const counts = new Map(
    stacks.all.map((stack) => {
      const counted = stack.isBlock ? 1 : countBlocks(stack.outs)
      const blocks = layers ?? counted
      return [stack, { blocks, branches: Math.round((stack.outs.length * blocks) / counted) }]
    }),
  )
  return (parameter) => {
    const stack = stacks.of(parameter)
    return stack && counts.get(stack)
  }
}
