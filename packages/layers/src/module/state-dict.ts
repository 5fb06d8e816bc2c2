import { checkOptions, flag, message, type OptionNames, show, showShape } from '@nn/check'
import { type DType, isTensor, type Tensor } from '@nn/tensor'
import { formatTable } from '../format/table.ts'
import { isStateBuffer, type ParameterOrBuffer } from '../tree/nodes.ts'
import { fits } from '../tree/shape.ts'

/** Tensors by path, as `stateDict` gives and `loadStateDict` takes them; what is shared has several paths. */
export type StateDict = Map<string, Tensor>

/** The options of `module.loadStateDict`. */
export interface LoadOptions {
  /** Whether missing and unexpected paths are errors. Default true. */
  readonly strict?: boolean | undefined
  /** Whether tensors become the storage of parameters without values in memory, instead of being copied. Default false. */
  readonly assign?: boolean | undefined
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

const NAMES: OptionNames<LoadOptions> = { strict: true, assign: true }

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
  state: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
  options: LoadOptions,
): LoadReport {
  checkOptions(where, options, NAMES)
  const { strict = true, assign = false } = options
  const isStrict = flag(where, 'strict', strict)
  flag(where, 'assign', assign)
  const given = tensorsOf(where, state)
  const wanted = persistent(places)
  const pairs = [...wanted].flatMap(([path, node]): Pair[] => {
    const value = given.get(path)
    return value === undefined ? [] : [{ path, node, value }]
  })
  const report = compare(wanted, given, pairs)
  const { missing, unexpected, mismatched } = report
  if (mismatched.length > 0 || (isStrict && missing.length + unexpected.length > 0)) {
    const text = message(where, 'a state dict that fits', complaint(report, isStrict))
    throw new StateDictError(text, new LoadReport({ ...report, loaded: [] }))
  }
  const pending = pairs.map(({ node, value }) => node.load(value, { assign }))
  for (const { commit } of pending) commit()
  return report
}

function persistent(places: Places): Map<string, ParameterOrBuffer> {
  const kept = new Map<string, ParameterOrBuffer>()
  for (const [path, node] of places) if (!isStateBuffer(node) || node.persistent) kept.set(path, node)
  return kept
}

function tensorsOf(where: string, state: unknown): Map<string, Tensor> {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) {
    throw new TypeError(message(where, 'a state dict, a Map or an object of tensors', show(state)))
  }
  const entries: [string, unknown][] = state instanceof Map ? [...state] : Object.entries(state)
  return new Map(
    entries.map(([path, value]) => {
      if (isTensor(value)) return [path, value]
      throw new TypeError(message(where, `a tensor for ${path} of the state dict`, show(value)))
    }),
  )
}

function compare(
  wanted: ReadonlyMap<string, ParameterOrBuffer>,
  given: ReadonlyMap<string, Tensor>,
  pairs: readonly Pair[],
): LoadReport {
  const reached = new Set(pairs.map(({ node }) => node))
  const mismatched = pairs.flatMap(mismatch)
  return new LoadReport({
    loaded: pairs.map(({ path }) => path),
    // One path of what is shared is enough.
    missing: [...wanted].filter(([, node]) => !reached.has(node)).map(([path]) => path),
    unexpected: [...given.keys()].filter((path) => !wanted.has(path)),
    mismatched: mismatched.length > 0 ? mismatched : conflicts(pairs),
  })
}

/** The kinds of numbers: one is cast to its own or a later one. */
const KINDS: Readonly<Record<DType, number>> = { bool: 0, int32: 1, float32: 2, float64: 2 }

function mismatch({ path, node: { shape, dtype }, value }: Pair): Mismatch[] {
  if (fits(value.shape, shape) && KINDS[value.dtype] <= KINDS[dtype]) return []
  return [{ path, expected: `${showShape(shape)} ${dtype}`, got: `${showShape(value.shape)} ${value.dtype}` }]
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
    [missing.length, 'missing', missing.join(', ')],
    [unexpected.length, 'unexpected', unexpected.join(', ')],
    [differ.length, 'mismatched', differ.join('; ')],
  ].flatMap(([count, what, which]) => (count === 0 ? [] : `${count} ${what} (${which})`))
  const cure = isStrict && differ.length === 0 ? '; pass { strict: false } to load the rest' : ''
  return `${counted.join(', ')}; nothing was loaded${cure}`
}
