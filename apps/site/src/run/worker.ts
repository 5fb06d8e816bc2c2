import { ENTRIES } from 'virtual:entries'
import { inspect } from './inspect.ts'
import type { Job, Message } from './message.ts'
import { REPORTS, translate } from './translate.ts'

/** A block that prints for ever would fill the page. */
const MAX_MESSAGES = 500

let sent = 0

function send(message: Message): void {
  if (sent++ < MAX_MESSAGES || message.kind === 'error' || message.kind === 'done') self.postMessage(message)
  else if (sent === MAX_MESSAGES + 1) self.postMessage({ kind: 'print', text: '…' } satisfies Message)
}

function print(...values: unknown[]): void {
  send({ kind: 'print', text: values.map((v) => (typeof v === 'string' ? v : inspect(v))).join(' ') })
}

Object.assign(globalThis, {
  [REPORTS.value]: (line: number, expression: () => unknown) =>
    send({ kind: 'value', line, text: inspect(expression()) }),
  [REPORTS.throws]: (line: number, expression: () => unknown) => {
    try {
      send({ kind: 'value', line, text: inspect(expression()) })
    } catch (error) {
      send({ kind: 'thrown', line, text: inspect(error) })
    }
  },
})
for (const method of ['log', 'info', 'warn', 'error', 'debug', 'table'] as const) console[method] = print

/** The line of a block where an error was thrown: by its compiler, or in the module of that address. */
function lineOf(error: unknown, address: string): number | undefined {
  const { loc, stack = '' } = error as { loc?: { line: number }; stack?: string }
  if (loc !== undefined) return loc.line
  const place = stack.indexOf(address)
  return place < 0 || address === ''
    ? undefined
    : Number.parseInt(stack.slice(place + address.length + 1), 10)
}

async function run({ code, modules }: Job): Promise<void> {
  let address = ''
  try {
    const addressOf = (name: string) => (ENTRIES.includes(name) ? `${modules}${name}.js` : undefined)
    const module = new Blob([translate(code, addressOf)], { type: 'text/javascript' })
    address = URL.createObjectURL(module)
    await import(/* @vite-ignore */ address)
  } catch (error) {
    send({ kind: 'error', line: lineOf(error, address), text: inspect(error) })
  }
  send({ kind: 'done' })
}

self.addEventListener('message', ({ data }: MessageEvent<Job>) => run(data))
