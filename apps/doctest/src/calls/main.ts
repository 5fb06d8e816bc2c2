import { inspect } from 'node:util'
import { Chance } from './chance.ts'
import { argumentsOf } from './draw.ts'
import { interfacesOf } from './interfaces.ts'
import { faultOf } from './judge.ts'
import { type Callable, surfaceOf } from './surface.ts'

/** A call that did not end as calls should. */
export interface Fault {
  /** Its number: with the seed it gives the call again, with the number as `first` and 1 as `count`. */
  readonly index: number
  readonly name: string
  readonly args: string
  readonly fault: string
}

/** What the program tells whoever started it: how far it is, each fault, and how the calls ended. */
export type Report =
  | { readonly at: number }
  | Fault
  | { readonly callables: number; readonly passed: number; readonly refused: number }

/** Microseconds of the processor from which on a call is a hang. */
const LONG = 5e6
/** How often the program says where it is. */
const OFTEN = 500

const [root = '', seed = '1', first = '0', count = '1000'] = process.argv.slice(2)

function tell(report: Report): void {
  process.send?.(report)
  if (!process.send && !('at' in report)) console.log(inspect(report, { breakLength: 300 }))
}

/** A value as a report shows it, without calling code of its own. */
function shown(value: unknown): string {
  try {
    return inspect(value, {
      depth: 2,
      maxArrayLength: 4,
      maxStringLength: 60,
      customInspect: false,
      breakLength: Infinity,
    }).slice(0, 160)
  } catch {
    return typeof value
  }
}

let running = 0

/** Makes one call: a promise is waited for, a sequence begun, a file closed again. */
async function attempt(callable: Callable, receiver: unknown, args: readonly unknown[]): Promise<void> {
  const result = await callable.call(receiver, args)
  if (typeof result === 'object' && result !== null && Symbol.iterator in result && 'next' in result)
    for (const _ of [1, 2]) (result as unknown as Iterator<unknown>).next()
  const { close }: { readonly close?: unknown } = Object(result)
  if (typeof close === 'function') await close.call(result)
}

async function main(): Promise<void> {
  const callables = await surfaceOf(root)
  const interfaces = interfacesOf(root)
  let passed = 0
  let refused = 0
  for (let index = Number(first); index < Number(first) + Number(count); index++) {
    running = index
    if (index % OFTEN === 0) tell({ at: index })
    const chance = new Chance(Number(seed), index)
    const callable = chance.of(callables)
    const receiver = callable.receivers.length > 0 ? await chance.of(callable.receivers)() : undefined
    const args = argumentsOf(chance, callable, interfaces)
    const before = process.cpuUsage()
    let fault: string | undefined
    try {
      await attempt(callable, receiver, args)
      passed++
    } catch (error) {
      refused++
      fault = faultOf(error)
    }
    const { user, system } = process.cpuUsage(before)
    if (user + system > LONG) fault = `${Math.round((user + system) / 1e6)} s`
    if (fault !== undefined)
      tell({ index, name: callable.name, args: args.map(shown).join(', ').slice(0, 600), fault })
  }
  const report: Report = { callables: callables.length, passed, refused }
  if (process.send) process.send(report, undefined, {}, () => process.exit())
  else console.log(report)
}

for (const event of ['unhandledRejection', 'uncaughtException'] as const)
  process.on(event, (error: unknown) => tell({ index: running, name: event, args: '', fault: shown(error) }))
await main()
