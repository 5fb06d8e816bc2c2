import { didYouMean, wrongKind } from '@nn/check'
import { COMMANDS, type Surroundings } from './commands.ts'
import { HELP, USAGE } from './help.ts'
import { processTerminal } from './terminal.ts'

/**
 * The command line `checkpoint …`: runs it and gives its exit code, 0 fine, 1 not as it should be, 2 wrong input.
 *
 * @param surroundings Where it writes and whose variables it reads; default: the process's.
 * @example
 * ```ts
 * import { runCommand } from '@nn/checkpoint/node'
 * let text = ''
 * const write = (more: string) => { text += more }
 * const terminal = { out: write, error: write, isInteractive: false }
 * await runCommand(['verifi'], { terminal, environment: {} }).then((code) => { text += code })
 * text.split('; ')[1] // => 'did you mean "verify"?\n2'
 * ```
 */
export async function runCommand(
  args: readonly string[],
  surroundings: Surroundings = { terminal: processTerminal(), environment: process.env },
): Promise<number> {
  if (!Array.isArray(args)) throw wrongKind('runCommand', 'an array of arguments', args)
  if (
    typeof surroundings?.terminal?.out !== 'function' ||
    typeof surroundings.terminal.error !== 'function'
  ) {
    throw wrongKind('runCommand', '{ terminal, environment }', surroundings)
  }
  const { terminal } = surroundings
  const [name = '--help', ...rest] = args
  if (['--help', '-h', 'help'].includes(name)) {
    terminal.out(USAGE)
    return args.length === 0 ? 2 : 0
  }
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (command === undefined) return unknown(name)
    const given = command.parse(rest)
    if (given.flag('help')) {
      terminal.out(HELP[name] ?? USAGE)
      return 0
    }
    const { json, text, code } = await command.run(given, surroundings)
    terminal.out(given.flag('json') ? `${JSON.stringify(json)}\n` : `${text}\n`)
    return code
  } catch (error) {
    terminal.error(`${error instanceof Error ? error.message : String(error)}\n`)
    return 2
  }
}

function unknown(name: string): never {
  const names = Object.keys(COMMANDS)
  throw wrongKind('checkpoint', `one of ${names.join(', ')}`, name, didYouMean(name, names))
}
