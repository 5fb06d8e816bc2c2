import { readFileSync, writeFileSync } from 'node:fs'
import { MAX_GZIP } from '../../../../scripts/packages/sizes.mjs'
import { publishedFolders } from './entries.mjs'

const root = new URL('../../../../', import.meta.url)

/** The pages that say what stands elsewhere in the repository, by their files: there it is held by tests, and changes in one place. */
export const COLLECTED = {
  'changelog.md': changeLog,
  'promises.md': promises,
  'sizes.md': sizes,
  'speed.md': speed,
}

/** Writes the collected pages. @param {URL} folder */
export function writeCollected(folder) {
  for (const [file, textOf] of Object.entries(COLLECTED)) writeFileSync(new URL(file, folder), textOf())
}

/** @param {{ title: string, order: number }} place @param {string} text */
function page({ title, order }, text) {
  return `---\ntitle: ${title}\ngroup: Promises\norder: ${order}\n---\n\n# ${title}\n\n${text}`
}

function promises() {
  const [, list = ''] = section('README.md', 'What it promises').split(/^(?=1\. )/m)
  const [items = ''] = list.split(/^(?=\S)(?!\d\. )/m)
  return page(
    { title: 'What it promises', order: 10 },
    `Each promise is held by tests. Behind each stand the files in the repository that hold it.

${evidence(items.replaceAll('packages/backend-cpu/README.md#exactness', '#exactness'))}
## Exactness

${evidence(section('packages/backend-cpu/README.md', 'Exactness'))}`,
  )
}

function sizes() {
  const [programs = ''] =
    /^\| program \|[\s\S]*?(?=^$)/m.exec(readFileSync(new URL('README.md', root), 'utf8')) ?? []
  const packages = Object.entries(MAX_GZIP).map(
    ([name, bytes]) => `| [${name}](./api/${name}/index.md) | ${Math.ceil(bytes / 100) / 10} |`,
  )
  return page(
    { title: 'Sizes', order: 30 },
    `The packages are ES modules without side effects, and what a program does not use is not in it. These are upper limits in KB (1000 bytes) after bundling, minifying and gzip. A check of the repository fails above them.

## Of programs

${programs}
## Of packages

What the main entry of a package exports, without its dependencies.

| package | KB |
| --- | --- |
${packages.join('\n')}
`,
  )
}

function speed() {
  return page({ title: 'Speed', order: 40 }, evidence(section('packages/backend-cpu/README.md', 'Speed')))
}

function changeLog() {
  const logs = publishedFolders().map((folder) => readFileSync(new URL('CHANGELOG.md', folder), 'utf8'))
  const deeper = logs.map((log) => log.replace(/^#/gm, '##'))
  return page(
    { title: 'Changes', order: 90 },
    `What changed in each package; each is versioned on its own.\n\n${deeper.join('\n')}`,
  )
}

/** What stands below a heading of a document. @param {string} file @param {string} heading */
function section(file, heading) {
  const text = readFileSync(new URL(file, root), 'utf8')
  const [, found] = new RegExp(`^## ${heading}\\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(text) ?? []
  if (found === undefined) throw new Error(`${file}: expected a section ${heading}, got none`)
  return found
}

/** Links into the repository as what they are: the names of files. @param {string} text */
function evidence(text) {
  return text
    .replace(/\[([^\]]+)\]\(((?:[\w.-]+\/)+test\/[\w./-]+)\)/g, '$1: `$2`')
    .replace(/\[([^\]]+)\]\((?!https?:|#)[^)]*\)/g, '$1')
}
