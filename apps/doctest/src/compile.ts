import { transform } from 'esbuild'
import { markOf } from './marks.ts'

/**
 * JavaScript that runs a block and checks what it says:
 *
 * - `EXPRESSION // => VALUE`: the two are deeply equal;
 * - `EXPRESSION // throws /PATTERN/`: it throws an error whose message matches;
 * - `console.log(…)` followed by lines `// TEXT`: that is what it prints.
 */
export async function compile(code: string): Promise<string> {
  const lines = code.split('\n')
  const out: string[] = []
  for (const [i, line] of lines.entries()) {
    const printed = expectedOutput(lines, i)
    if (printed) out.push(`${line}\n;__printed(${JSON.stringify(printed)});`)
    else out.push(checked(line))
  }
  const { code: javascript } = await transform(out.join('\n'), {
    loader: 'ts',
    format: 'esm',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  })
  return `const { __equal, __throws, __printed, console } = globalThis.__doctest;\n${javascript}`
}

function checked(line: string): string {
  const mark = markOf(line)
  if (mark === undefined) return line
  const { kind, expression, expected } = mark
  const said = JSON.stringify(line.trim())
  return kind === 'value'
    ? `;__equal(() => (${expression}), () => (${expected}), ${said});`
    : `;__throws(() => (${expression}), ${expected}, ${said});`
}

/** The comment lines right after a `console.log`. */
function expectedOutput(lines: readonly string[], at: number): string | undefined {
  if (!/^\s*console\.log\(.*\)$/.test(lines[at] ?? '')) return undefined
  const text: string[] = []
  for (const line of lines.slice(at + 1)) {
    if (!line.startsWith('//')) break
    text.push(line.replace(/^\/\/ ?/, ''))
  }
  return text.length > 0 ? text.join('\n') : undefined
}
