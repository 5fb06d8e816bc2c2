import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** What every package on a registry has. */
const NEEDED = ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'dist', 'src']

/** Most characters of a line that throws: Node prints the line of an uncaught error above its message, and must not hide it. */
const LONGEST_LINE = 400

/** What is wrong with the files of a package as it is installed in `folder`, one line each. */
export function contentProblems(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.split('/').includes('node_modules') && statSync(join(folder, file)).isFile())
  return [
    ...NEEDED.filter((name) => !existsSync(join(folder, name))).map((name) => `expected ${name}, got none`),
    ...files.filter((file) => file.endsWith('.map')).flatMap((file) => mapProblems(folder, file)),
    ...files.filter((file) => file.endsWith('.js')).flatMap((file) => lineProblems(folder, file)),
    ...files.filter((file) => file.endsWith('.md')).flatMap((file) => linkProblems(folder, file)),
    ...declarationProblems(folder),
  ]
}

/** A map has each of its sources once: as a file of the package, or, from private packages, inside. */
function mapProblems(folder, file) {
  const { sources, sourcesContent = [] } = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  return sources.flatMap((source, i) => {
    const isFile = existsSync(join(folder, dirname(file), source))
    const isInside = typeof sourcesContent[i] === 'string'
    if (isFile !== isInside) return []
    return [`${file}: expected its source ${source} once, got ${isFile ? 'it twice' : 'none'}`]
  })
}

function lineProblems(folder, file) {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n')
  const longest = Math.max(0, ...lines.filter((line) => /\bthrow\b/.test(line)).map(({ length }) => length))
  if (longest <= LONGEST_LINE) return []
  return [`${file}: expected lines that throw to have at most ${LONGEST_LINE} characters, got ${longest}`]
}

/** On a package's page there is nothing but the package: every relative link leads to one of its files. */
function linkProblems(folder, file) {
  const text = readFileSync(join(folder, file), 'utf8').replace(/^```[\s\S]*?^```/gm, '')
  const links = [...text.matchAll(/\]\(([^)\s]+)[^)]*\)|^\[[^\]]+\]:\s*(\S+)/gm)].map(([, a, b]) => a ?? b)
  return links
    .filter((link) => !/^([a-z]+:|#)/i.test(link))
    .filter((link) => {
      const target = relative(folder, join(folder, dirname(file), link.replace(/#.*$/, '')))
      return target.startsWith('..') || !existsSync(join(folder, target))
    })
    .map((link) => `${file}: expected a link into the package, got ${link}`)
}

/** What a user's compiler reads of a package names nothing that is not installed with it. */
function declarationProblems(folder) {
  const { exports, dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const entries = Object.values(exports).flatMap(({ types }) => (types === undefined ? [] : [types.slice(2)]))
  const read = new Set(entries)
  const problems = []
  for (const file of read) {
    const text = readFileSync(join(folder, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
    for (const [, from] of text.matchAll(/from '([^']+)'/g)) {
      const name = from.split('/').slice(0, 2).join('/')
      if (from.startsWith('.')) read.add(join(dirname(file), from).replace(/\.ts$/, '.d.ts'))
      else if (!Object.hasOwn(dependencies, name))
        problems.push(`${file}: expected types of its dependencies alone, got ${from}`)
    }
  }
  return problems
}
