import { checkOptions, flag, message, type OptionNames, show, showNames, showShape } from '@nn/check'
import { canHold } from '@nn/init/layer'
import { type Backend, isTensor, type Tensor } from '@nn/tensor'
import { optionalBackend } from '../check/options.ts'
import { formatTable } from '../format/table.ts'
import { isStateBuffer, type ParameterOrBuffer } from '../tree/nodes.ts'
import { fits } from '../tree/shape.ts'
import { backendOf } from './parameter-state.ts'
import { inMemory, isLost, isStorage, LOST, sharing, whyNotAdopted } from './storage.ts'
import { tensorOf, type Values } from './values.ts'

/** Tensors by path, as `stateDict` gives and `loadStateDict` takes them; what is shared has several paths. */
export type StateDict = Map<string, Tensor>

/** The options of `module.loadStateDict`. */
export interface LoadOptions {
  /** Whether missing and unexpected paths are errors. Default true. */
  readonly strict?: boolean | undefined
  /**
   * Whether values are copied. Default true. With false the given arrays themselves become the storage, in the place of what there was:
   * nothing is copied or cast, views of the old values are no longer live, and what is written to the arrays later is written to the
   * parameters.
   */
  readonly copy?: boolean | undefined
  /** Where typed arrays become tensors. Default where the module's values are, or the other tensors. */
  readonly backend?: Backend | undefined
}

/** A tensor that does not fit. */
export interface Mismatch {
  readonly path: string
  /** Shape and dtype of the parameter or buffer. */
  readonly expected: string
  readonly got: string
}

/**
 * What `loadStateDict` did, or would not do, every path named; `String(report)` is an aligned table.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dense } from '@nn/layers'
 * const state = new Map([['weight', cpu.ones([2, 3])], ['scale', cpu.ones([2])]])
 * const report = new Dense(2).loadStateDict(state, { strict: false })
 * report.loaded // => ['weight']
 * report.missing // => ['bias']
 * String(report).split('\n')[3] // => 'scale   unexpected'
 * ```
 */
export class LoadReport {
  readonly loaded: readonly string[]
  /** Paths of the module that the state dict does not have. */
  readonly missing: readonly string[]
  /** Paths of the state dict that the module does not have. */
  readonly unexpected: readonly string[]
  /** Tensors of another shape, or of a dtype that would lose its kind. */
  readonly mismatched: readonly Mismatch[]

  constructor(paths: Pick<LoadReport, 'loaded' | 'missing' | 'unexpected' | 'mismatched'>) {
    this.loaded = Object.freeze([...paths.loaded])
    this.missing = Object.freeze([...paths.missing])
    this.unexpected = Object.freeze([...paths.unexpected])
    this.mismatched = Object.freeze([...paths.mismatched])
  }

  toString(): string {
    return formatTable(
      ['path', 'status'],
      [
        ...this.loaded.map((path) => [path, 'loaded']),
        ...this.missing.map((path) => [path, 'missing']),
        ...this.unexpected.map((path) => [path, 'unexpected']),
        ...this.mismatched.map(({ path, expected, got }) => [path, `expected ${expected}, got ${got}`]),
      ],
    )
  }
}

/**
 * A state dict does not fit its module; nothing was loaded.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dense } from '@nn/layers'
 * const dense = new Dense(2, { inUnits: 3 })
 * const load = () => dense.loadStateDict({ weight: cpu.ones([3, 2]), bias: cpu.ones([2]) })
 * load() // throws /1 mismatched \(weight: expected \[2, 3\] float32, got \[3, 2\] float32\); nothing was loaded/
 * ```
 */
export class StateDictError extends RangeError {
  override readonly name: string = 'StateDictError'
  readonly report: LoadReport

  constructor(message: string, report: LoadReport) {
    super(message)
    this.report = report
  }
}

/** Values by path, in a map or an object. */
export type LoadableState = ReadonlyMap<string, Values> | Readonly<Record<string, Values>>

const NAMES: OptionNames<LoadOptions> = { strict: true, copy: true, backend: true }

type Places = Iterable<readonly [path: string, node: ParameterOrBuffer, ...unknown[]]>

/** A parameter or buffer, and the tensor that is to become its values. */
interface Pair {
  readonly path: string
  readonly node: ParameterOrBuffer
  readonly value: Tensor
}

/** The live values by path, of what is shared by all its paths. */
export function readState(places: Places): StateDict {
  return new Map([...persistent(places)].map(([path, node]) => [path, node.data]))
}

/** Checks everything, and only then stores it: all or nothing. */
export function loadState(
  where: string,
  places: Places,
  state: LoadableState,
  options: LoadOptions,
): LoadReport {
  checkOptions(where, options, NAMES)
  const { strict = true, copy = true } = options
  const isStrict = flag(where, 'strict', strict)
  flag(where, 'copy', copy)
  const given = valuesOf(where, state)
  const wanted = persistent(places)
  const backend = optionalBackend(where, options.backend) ?? anyBackend(given.values(), wanted.values())
  const pairs = [...wanted].flatMap(([path, node]): Pair[] => {
    const values = given.get(path)
    return values === undefined ? [] : [{ path, node, value: tensorOf(path, values, node.shape, backend) }]
  })
  const report = compare(wanted, given, pairs, copy)
  const { missing, unexpected, mismatched } = report
  if (mismatched.length > 0 || (isStrict && missing.length + unexpected.length > 0)) {
    const text = message(where, 'a state dict that fits', complaint(report, isStrict))
    throw new StateDictError(text, new LoadReport({ ...report, loaded: [] }))
  }
  // What is shared is loaded once, however many paths it has.
  const single = [...new Map(pairs.map((pair) => [pair.node, pair])).values()]
  const pending = (copy ? apart(single) : single).map(({ node, value }) => node.load(value, { copy }))
  for (const { commit } of pending) commit()
  return report
}

function persistent(places: Places): Map<string, ParameterOrBuffer> {
  const kept = new Map<string, ParameterOrBuffer>()
  for (const [path, node] of places) if (!isStateBuffer(node) || node.persistent) kept.set(path, node)
  return kept
}

function valuesOf(where: string, state: unknown): Map<string, Values> {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) {
    throw new TypeError(message(where, 'a state dict, a Map or an object of tensors', show(state)))
  }
  const entries: [string, unknown][] = state instanceof Map ? [...state] : Object.entries(state)
  return new Map(
    entries.map(([path, value]) => {
      if (isTensor(value) || isStorage(value)) return [path, value]
      const expected = `a tensor or a typed array of a dtype for ${path} of the state dict`
      throw new TypeError(message(where, expected, show(value)))
    }),
  )
}

/** The backend of the first tensor that is given, or of values that there are or will be. */
function anyBackend(given: Iterable<Values>, nodes: Iterable<ParameterOrBuffer>): Backend | undefined {
  for (const values of given) if (isTensor(values)) return values.backend
  for (const node of nodes) {
    const backend = isStateBuffer(node) ? inMemory(node)?.backend : backendOf(node.$state)
    if (backend !== undefined) return backend
  }
  return undefined
}

/** The pairs, whose values are copies where they lie in storage that is about to be written. */
function apart(pairs: readonly Pair[]): Pair[] {
  const written = new Set(pairs.flatMap(({ node }) => inMemory(node)?.data.buffer ?? []))
  return pairs.map((pair) => {
    const { node, value } = pair
    const isApart = !written.has(value.data.buffer) || value === inMemory(node)
    return isApart ? pair : { ...pair, value: value.clone() }
  })
}

function compare(
  wanted: ReadonlyMap<string, ParameterOrBuffer>,
  given: ReadonlyMap<string, Values>,
  pairs: readonly Pair[],
  copy: boolean,
): LoadReport {
  const reached = new Set(pairs.map(({ node }) => node))
  const mismatched = pairs.flatMap((pair) => mismatch(pair, copy))
  return new LoadReport({
    loaded: pairs.map(({ path }) => path),
    // One path of what is shared is enough.
    missing: [...wanted].filter(([, node]) => !reached.has(node)).map(([path]) => path),
    unexpected: [...given.keys()].filter((path) => !wanted.has(path)),
    mismatched:
      mismatched.length > 0 ? mismatched : [...conflicts(pairs), ...(copy ? [] : shared(wanted, pairs))],
  })
}

function mismatch({ path, node: { shape, dtype }, value }: Pair, copy: boolean): Mismatch[] {
  const expected = `${showShape(shape)} ${dtype}`
  if (!fits(value.shape, shape) || !canHold(dtype, value.dtype)) {
    return [{ path, expected, got: `${showShape(value.shape)} ${value.dtype}` }]
  }
  const reason = copy ? isLost(value) && LOST : whyNotAdopted(value, dtype)
  return reason ? [{ path, expected: copy ? expected : `${expected} to adopt`, got: reason }] : []
}

/** Adopted arrays that would be the storage of two: what is written to one would change the other. */
function shared(wanted: ReadonlyMap<string, ParameterOrBuffer>, pairs: readonly Pair[]): Mismatch[] {
  const adopted = new Map(pairs.map(({ node, value }) => [node, value]))
  const stored = new Map([...wanted.values()].map((node) => [node, adopted.get(node) ?? inMemory(node)]))
  const others = sharing(stored)
  return pairs.flatMap(({ path, node }): Mismatch[] => {
    const other = others.get(node)
    if (other === undefined) return []
    return [{ path, expected: 'an array of its own to adopt', got: `one that ${other.path} has, too` }]
  })
}

/** Paths of one parameter that were given different values. */
function conflicts(pairs: readonly Pair[]): Mismatch[] {
  const first = new Map([...pairs].reverse().map((pair) => [pair.node, pair]))
  return pairs.flatMap(({ path, node, value }): Mismatch[] => {
    const other = first.get(node)
    if (other === undefined || other.value === value) return []
    if (other.value.equals(value, { equalNaN: true })) return []
    return [{ path, expected: `the values of ${other.path}, which it shares`, got: 'others' }]
  })
}

function complaint({ missing, unexpected, mismatched }: LoadReport, isStrict: boolean): string {
  const differ = mismatched.map(({ path, expected, got }) => `${path}: expected ${expected}, got ${got}`)
  const counted = [
    [missing.length, 'missing', showNames(missing)],
    [unexpected.length, 'unexpected', showNames(unexpected)],
    [differ.length, 'mismatched', differ.slice(0, 8).join('; ') + (differ.length > 8 ? '; …' : '')],
  ].flatMap(([count, what, which]) => (count === 0 ? [] : `${count} ${what} (${which})`))
  const cures = []
  if (missing.length > 0 && unexpected.some((path) => /_[a-z]/.test(path)))
    cures.push('pass fromPython(net, state), which turns the names')
  else if (isStrict && differ.length === 0) cures.push('pass { strict: false } to load the rest')
  return [counted.join(', '), 'nothing was loaded', ...cures].join('; ')
}
