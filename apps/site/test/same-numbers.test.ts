import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const folder = fileURLToPath(new URL('../pages/', import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.md') && !file.startsWith('api/'))

/** A tab of a code group. */
interface Tab {
  readonly language: string
  readonly label: string
  readonly code: string
}

/** A program in Python and the one in TypeScript that says the same. */
interface Pair {
  readonly where: string
  readonly python: string
  readonly typescript: string
}

function tabsOf(group: string): Tab[] {
  return [...group.matchAll(/^```(\w+)(?: \[(.*)\])?\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', label = '', code = '']) => ({ language, label, code }),
  )
}

/** Pairs within a group, and between a group of Python and the group of TypeScript behind it; tabs go together by their order. */
function pairsOf(file: string): Pair[] {
  const text = readFileSync(folder + file, 'utf8')
  const groups = [...text.matchAll(/^::: code-group\n([\s\S]*?)^:::$/gm)].map(([, group = '']) =>
    tabsOf(group),
  )
  return groups.flatMap((group, i) => {
    const python = group.filter(({ language }) => language === 'python')
    const own = group.filter(({ language }) => language === 'ts')
    const typescript =
      own.length > 0 ? own : (groups[i + 1] ?? []).filter(({ language }) => language === 'ts')
    return python.flatMap(({ label, code }, at) => {
      const other = typescript[at]
      return other === undefined ? [] : [{ where: `${file}, ${label}`, python: code, typescript: other.code }]
    })
  })
}

/** The numbers and hashes in comments, as float32; shapes and dtypes aside. */
function numbersIn(comments: readonly string[]): (number | string)[] {
  const text = comments.join('\n').replace(/shape=\[[^\]]*\],\s*dtype=\w+/g, '')
  const found = text.match(/\b[0-9a-f]{16}\b|-?\d+\.?\d*(?:e[+-]?\d+)?/g) ?? []
  return found.map((one) => (/^[0-9a-f]{16}$/.test(one) ? one : Math.fround(Number(one)) + 0))
}

/** What a program prints, as its comments say: the lines of comments right after a print. */
function printed(code: string, print: RegExp, comment: RegExp): string[] {
  const lines = code.split('\n')
  let isBehind = false
  return lines.flatMap((line) => {
    if (isBehind && comment.test(line)) return [line]
    isBehind = print.test(line)
    return []
  })
}

const pairs = files.flatMap(pairsOf).map((pair) => ({
  ...pair,
  theirs: numbersIn(printed(pair.python, /^print\(/, /^#/)),
  ours: numbersIn(printed(pair.typescript, /^\s*console\.log\(/, /^\/\//)),
}))

describe('Python and TypeScript say the same numbers', () => {
  it.each(pairs.filter(({ theirs }) => theirs.length > 0))('$where', ({ theirs, ours }) => {
    expect(ours).toEqual(theirs)
  })

  it('in many programs of every framework', () => {
    const compared = pairs.filter(({ theirs }) => theirs.length > 0)
    expect(compared.length).toBeGreaterThan(20)
    for (const label of ['PyTorch', 'Keras', 'JAX', 'linen', 'nnx']) {
      expect(compared.some(({ where }) => where.endsWith(`, ${label}`))).toBe(true)
    }
  })

  it('and MXNet, which could not be asked, says none', () => {
    const mxnet = files.flatMap((file) =>
      tabsOf(readFileSync(folder + file, 'utf8')).filter(({ code }) => /^(?:import|from) mxnet/m.test(code)),
    )
    expect(mxnet.length).toBeGreaterThan(5)
    expect(mxnet.filter(({ code }) => /^#/m.test(code))).toEqual([])
  })

  it('and another number is found', () => {
    expect(numbersIn(['# [0.1 -2.]'])).not.toEqual(
      numbersIn(['// tensor([0.10000001, -2.],', '// shape=[2], dtype=float32)']),
    )
    expect(numbersIn(['# [0.1 -2.]'])).toEqual(numbersIn(['// tensor([0.1, -2.], shape=[2], dtype=float32)']))
  })
})
