import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import { expect, it } from 'vitest'
import { DIALECTS } from '../src/dialects/dialects.ts'

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Code is indented by six to twelve, further lines of a value by more. */
const CODE = /^ {6}(?! {7}).*$/
const VALUE = /^ {2}(net\S.*?) = /

/** Lines of code as they are, and a value by the name in front of it. */
function typed(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const [, name] = VALUE.exec(line) ?? []
      if (name !== undefined) return [`console.log(${JSON.stringify(`  ${name} = `)}, ${name})`]
      return CODE.test(line) ? [line] : []
    })
    .join('\n')
}

/** The programs of a chapter: one for each section, or for each of its idioms. */
function programs(chapter: string): string[] {
  const [opening = '', ...sections] = chapter.split(/\n(?=\d\. )/)
  return sections.flatMap((section) => {
    const [before = '', ...rest] = section.split(/^(?:MXNet|PyTorch|Keras|JAX|All four)$/m)
    const values = rest.pop()
    if (values === undefined) return [typed(opening + section)]
    return rest.map((idiom) => typed([opening, before, idiom, values].join('\n')))
  })
}

/** Runs a program in a file of its own, beside the app, whose packages it imports. */
async function printedBy(program: string): Promise<string> {
  const path = file('../dist/typed.mjs')
  const { code } = await transform(program, { loader: 'ts', format: 'esm' })
  const print = `const console = { log: (...all) => process.stdout.write(all.map(String).join('') + '\\n') }\n`
  try {
    writeFileSync(path, print + code)
    return execFileSync('node', [path], { encoding: 'utf8' })
  } finally {
    rmSync(path, { force: true })
  }
}

it('what is printed as code, typed in, prints what is printed as values', async () => {
  const chapter = readFileSync(file('output-seed-42.txt'), 'utf8')
  const all = programs(chapter)
  expect(all).toHaveLength(1 + 5 * 4 + 1)
  for (const program of all) {
    const printed = await printedBy(program)
    const lines = printed.split('\n').filter((line) => line.startsWith('  net'))
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect(chapter.replaceAll('[2, 1]', '2,1')).toContain(line)
    if (/strange|StrangeInit/.test(program))
      expect(printed).toContain('Init 0.weight [8, 4]\nInit 1.weight [1, 8]\n')
  }
})

it.each(Object.keys(DIALECTS))('so does the chapter in the words of %s, as one program', async (name) => {
  const chapter = execFileSync('node', [file('../dist/main.js'), '--dialect', name], { encoding: 'utf8' })
  const [opening = '', ...sections] = chapter.split(/\n(?=[2-9]\. )/)
  // Later sections may make a network of the same name.
  const program = [typed(opening), ...sections.map((section) => `{\n${typed(section)}\n}`)].join('\n')
  const lines = (await printedBy(program)).split('\n').filter((line) => line.startsWith('  net'))
  expect(lines.length).toBeGreaterThan(16)
  for (const line of lines) expect(chapter).toContain(line)
})
