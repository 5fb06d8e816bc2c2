import { checkOptions, finite, message, type OptionNames, show } from '@nn/check'
import type { Rng } from '@nn/random'
import { optionalRng } from '../check/options.ts'
import { locate } from '../initialize/decide.ts'
import { rowOf } from '../initialize/initialize.ts'
import { bufferRow } from '../initialize/law.ts'
import { choiceOf } from '../initialize/precedence.ts'
import { InitReport, inTreeOrder, type ReportRow } from '../initialize/report.ts'
import { checkMatch, isSelector, type Place, type Selector, showSelector } from '../initialize/selector.ts'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import { isParameter, isStateBuffer, type ParameterOrBuffer } from '../tree/nodes.ts'
import { type Tree, walk } from '../tree/walk.ts'
import { checkModule } from './watch.ts'

/** The options of `reinit`. */
export interface ReinitOptions {
  /** The parameters, and buffers, that start again; several selectors add up. Default all. */
  readonly where?: Selector | readonly Selector[] | undefined
  /** The root stream; the same seed as before gives the same values as before. */
  readonly rng?: Rng | undefined
  /** Factor on the old values. Default 0. */
  readonly shrink?: number | undefined
  /** Factor on the fresh values. Default 1. */
  readonly noise?: number | undefined
}

/**
 * `w ← shrink · w + noise · fresh`, fresh values from the initializer that each parameter started with: a restart, of all or of a part,
 * or with shrink and noise the warm start of Ash and Adams (2020, https://arxiv.org/abs/1910.08475). Buffers start again with the
 * parameters of their module, or where a selector is for them, unless noise is 0. What is frozen stays. What a
 * dialect's sequence drew goes on in that sequence. All change, or none.
 *
 * @throws TypeError if an option is of the wrong kind or a random initializer gets no rng, RangeError if a factor is not finite, a
 * selector is for no parameter, or values are to be shrunk that there are not yet.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant } from '@nn/init'
 * import { Dense, reinit } from '@nn/layers'
 * const layer = new Dense(2, { inUnits: 2, weightInit: constant(1) })
 * layer.initialize({ backend: cpu })
 * layer.weight.data.fill_(8) // … training …
 * reinit(layer, { where: { role: 'weight' }, shrink: 0.5, noise: 0.1 })
 * layer.weight.data.allClose(cpu.full([2, 2], 4.1)) // => true
 * reinit(layer)
 * layer.weight.data.at(0, 0).item() // => 1
 * ```
 */
export function reinit(module: Module, options: ReinitOptions = {}): InitReport {
  const where = checkModule('reinit', module)
  checkOptions(where, options, NAMES)
  const { rng, shrink = 0, noise = 1 } = options
  optionalRng(where, rng)
  finite(where, 'shrink', shrink)
  finite(where, 'noise', noise)
  const tree = walk(module)
  const { parameters, owners } = tree
  const chosen = new Set(chooseFrom(where, tree, options.where).filter(({ isFrozen }) => !isFrozen))
  const restarts = noise === 0 ? [] : [...chosen].flatMap((node) => (isStateBuffer(node) ? node : []))
  const firsts = restarts.map((buffer) => buffer.restart(undefined))
  const steps = [...chosen].filter(isParameter).map((parameter) => {
    const old = shrink === 0 ? undefined : valuesOf(parameter)
    const fresh = noise === 0 ? undefined : parameter.prepare(choiceOf(parameter), rng, undefined)
    return { parameter, old, fresh }
  })
  for (const { parameter, old, fresh } of steps) {
    fresh?.commit()
    if (shrink === 0 && noise === 1) continue
    parameter.data.mul_(fresh === undefined ? shrink : noise)
    if (old !== undefined && fresh !== undefined) parameter.data.add_(old.mul(shrink))
  }
  for (const first of firsts) first?.commit()
  const statusOf = (node: ParameterOrBuffer): ReportRow['status'] => {
    if (!chosen.has(node) || (isStateBuffer(node) && noise === 0)) return 'kept'
    return node.isReady ? 'initialized' : 'deferred'
  }
  const rows = [...parameters].map(([path, parameter]) => rowOf(path, parameter, statusOf(parameter)))
  const others = [...tree.buffers].map(([path, buffer]) => bufferRow(path, buffer, statusOf(buffer)))
  return new InitReport(() => inTreeOrder(owners, [...rows.map((row) => row()), ...others]))
}

const NAMES: OptionNames<ReinitOptions> = { where: true, rng: true, shrink: true, noise: true }

/** A copy of the values that are to be shrunk. */
function valuesOf(parameter: Parameter): Parameter['data'] {
  if (parameter.isReady) return parameter.data.clone()
  const cure = 'initialise it first'
  throw new RangeError(message(parameter.path, 'values to shrink', 'a parameter without', cure))
}

/** The parameters that a selector is for, all without one; and the buffers, with those of modules whose parameters all start again. */
function chooseFrom(where: string, tree: Tree, given: ReinitOptions['where']): ParameterOrBuffer[] {
  const { parameters, buffers, owners } = tree
  if (given === undefined) return [...parameters.values(), ...buffers.values()]
  const located = new Map<object, readonly Place[]>()
  for (const [parameter, places] of locate({ parameters })) located.set(parameter, places)
  for (const [path, buffer] of buffers)
    located.set(buffer, [{ path, role: 'buffer', owner: owners.get(path) }])
  const places = [...located.values()].flat()
  const selectors: readonly unknown[] = Array.isArray(given) ? given : [given]
  const matched = new Set(
    selectors.flatMap((selector) => {
      if (isSelector(selector)) return checkMatch(where, showSelector(selector), selector, places)
      throw new TypeError(
        message(where, 'a path, a pattern, a class or { path, role, type }', show(selector)),
      )
    }),
  )
  const isChosen = (node: ParameterOrBuffer): boolean =>
    located.get(node)?.some((at) => matched.has(at)) ?? false
  const restarts = (owner: Module): boolean => {
    const own = owner.fields().flatMap(([, field]) => (isParameter(field) ? field : []))
    return own.length > 0 && own.every(isChosen)
  }
  return [...owners].flatMap(([path, owner]) => {
    const parameter = parameters.get(path)
    if (parameter !== undefined) return isChosen(parameter) ? parameter : []
    const buffer = buffers.get(path)
    return buffer !== undefined && (isChosen(buffer) || restarts(owner)) ? buffer : []
  })
}
