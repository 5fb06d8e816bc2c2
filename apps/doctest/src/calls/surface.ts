import { CONTRACTS, publicCalls } from '../doors.ts'
import { entries } from '../entries.ts'
import { type Field, partsOf } from './interfaces.ts'
import { type Exports, PACKAGES } from './packages.ts'
import { type Make, SPECIMENS } from './specimens.ts'

/** A function, constructor or method that users call. */
export interface Callable {
  readonly name: string
  readonly parameters: readonly Field[]
  /** Objects that have the method; empty for functions and constructors. */
  readonly receivers: readonly Make[]
  /** The function itself, of a receiver where there is one. */
  readonly call: (receiver: unknown, args: readonly unknown[]) => unknown
}

/** What is not called at random, and why. */
const LEFT_OUT: readonly RegExp[] = [
  // Each call starts threads, or opens a connection.
  / (startThreads|cpuThreads|httpSource)$/,
  // A command line, which prints.
  / runCommand$/,
  // Contracts: they take what their callers have checked.
  / (KerasBackend|Backend|Kernels|RandomSource|Source|Storage|Initializable|Initializer|InitializerObject|Dialect|Session)\./,
  // What the packages alone make: results, readers, errors.
  / (\w+Report|Plan|Summary|\w+Error|SafetensorsFile|NpzFile|ShardedSafetensors|BitGenerator)\.constructor$/,
  // What a base class calls in its subclasses, and a module in its parameters.
  / (\w*Pool|Conv|ConvTranspose|ChannelAffine|RunningNorm|Rnn|Lstm|Gru|Recurrent)\.(reduce|convolve|finish|normalize|countBatch|step|run|knownChannels|channelsOf)$/,
  / (Parameter|StateBuffer)\.(prepare|resume|restart)$/,
  // What layers of one's own call with what they declare.
  /^@nn\/init\/layer (?!toInitializer|sameInit|hasFans|showPattern)/,
  ...CONTRACTS,
]

type Anything = (...args: readonly unknown[]) => unknown

/** A specimen, made once to see what it has. */
interface Sample {
  readonly make: Make
  readonly value: object
}

async function samplesOf(): Promise<Sample[]> {
  const samples: Sample[] = []
  for (const make of Object.values(SPECIMENS).flat() as readonly Make[]) {
    const value: unknown = await make()
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value))
      samples.push({ make, value })
  }
  return samples
}

function parametersOf(text: string): Field[] {
  return partsOf(text.replace(/\s+/g, ' ').slice(1, -1)).flatMap((part) => {
    const match = /^(\.{3})?(\{.*?\}|\w+)\??(?:: (.*?))?(?: = .*)?$/.exec(part)
    const [, rest, name = part, type = ''] = match ?? []
    const field = { name, type: rest ? type.replace(/^readonly |\[\]$/g, '') : type }
    return rest ? [field, field] : [field]
  })
}

function isClass(value: unknown): boolean {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value))
}

/** Whether a value has all of the methods. */
function hasAll(value: object, methods: Iterable<string>): boolean {
  for (const method of methods) if (typeof (value as Exports)[method] !== 'function') return false
  return true
}

/** The public calls of an entry: those that its sources declare, and functions that are values. */
function callablesOf(entry: string, source: string, samples: readonly Sample[]): Callable[] {
  const exported = PACKAGES[entry]
  if (exported === undefined) throw new Error(`packages.ts: expected ${entry} too, got none`)
  const calls = publicCalls(source).map(({ door, parameters }) => {
    const [owner = '', method] = door.split('.')
    return { owner, method, parameters: parametersOf(parameters) }
  })
  const methods = (owner: string) =>
    calls.flatMap((call) => (call.owner === owner && call.method ? call.method : []))
  const declared = calls.flatMap(({ owner, method, parameters }): Callable[] => {
    const value = exported[owner]
    const name = `${entry} ${owner}${method === undefined ? '' : `.${method}`}`
    const of = (receivers: readonly Make[], call: Callable['call']) => [{ name, parameters, receivers, call }]
    if (method === undefined)
      return typeof value === 'function' ? of([], (_, args) => (value as Anything)(...args)) : []
    if (method === 'constructor')
      return isClass(value) ? of([], (_, args) => Reflect.construct(value as Anything, [...args])) : []
    const fixed = (value as Exports | undefined)?.[method]
    if (isClass(value) && typeof fixed === 'function' && Object.hasOwn(value as object, method))
      return of([], (_, args) => Reflect.apply(fixed, value, args))
    const receivers = samples.filter((sample) =>
      isClass(value) ? sample.value instanceof (value as Anything) : hasAll(sample.value, methods(owner)),
    )
    if (receivers.length === 0) return []
    return of(
      receivers.map(({ make }) => make),
      (receiver, args) =>
        Reflect.apply((receiver as Record<string, Anything>)[method] as Anything, receiver, args),
    )
  })
  const known = new Set(calls.map(({ owner }) => owner))
  const others = Object.entries(exported).flatMap(([name, value]): Callable[] =>
    known.has(name) || typeof value !== 'function' || isClass(value)
      ? []
      : [
          {
            name: `${entry} ${name}`,
            parameters: [{ name: 'x', type: '' }],
            receivers: [],
            call: (_, args) => (value as Anything)(...args),
          },
        ],
  )
  return [...declared, ...others]
}

/** All public calls of all packages. */
export async function surfaceOf(root: string): Promise<Callable[]> {
  const samples = await samplesOf()
  const all = entries(root).flatMap(([entry, source]) => callablesOf(entry, source, samples))
  return all.filter(({ name }) => !LEFT_OUT.some((pattern) => pattern.test(name)))
}
