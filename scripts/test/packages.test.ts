import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { EDGES } from '../edges/table.mjs'
import { contentProblems } from '../packages/contents.mjs'
import { PROGRAMS } from '../packages/programs.mjs'
import { MAX_GZIP, MAX_PROGRAM } from '../packages/sizes.mjs'
import { publishedPackages } from '../release/tree.mjs'
import { plant } from './trees.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

const sound = {
  'package.json': '{"exports":{".":{"types":"./dist/index.d.ts"}},"dependencies":{"@nn/a":"1"}}',
  'dist/index.d.ts': "export { b } from './b.ts'\nimport type { A } from '@nn/a'\n",
  'dist/b.d.ts': 'export declare const b: 1',
  'dist/c.d.ts': "import type { C } from '@nn/c'",
  'README.md':
    '# a\n\n[docs](docs/a.md#part), [here](#a), [there](https://example.org)\n\n```ts\n[x](nowhere)\n```\n',
  'CHANGELOG.md': '',
  LICENSE: '',
  'docs/a.md': '[back](../README.md)',
  'dist/index.js': `throw new Error('${'x'.repeat(300)}')\n`,
  'dist/index.js.map': '{"sources":["../src/index.ts","../../tool/src/a.ts"],"sourcesContent":[null,"text"]}',
  'src/index.ts': '',
  'node_modules/other/README.md': '[x](nowhere)',
}

describe('what arrives with a package', () => {
  it('is all there', () => {
    expect(contentProblems(plant(sound))).toEqual([])
  })

  it.each([
    ['README.md', '[a](../../docs/a.md)', 'README.md: expected a link into the package, got ../../docs/a.md'],
    ['README.md', '[a](docs/b.md)', 'README.md: expected a link into the package, got docs/b.md'],
    ['README.md', '![a](a.png "title")', 'README.md: expected a link into the package, got a.png'],
    ['README.md', '[a][1]\n\n[1]: ../b', 'README.md: expected a link into the package, got ../b'],
    ['docs/a.md', '[a](README.md)', 'docs/a.md: expected a link into the package, got README.md'],
    [
      'dist/b.d.ts',
      "import type { C } from '@nn/c'",
      'dist/b.d.ts: expected types of its dependencies alone, got @nn/c',
    ],
    [
      'dist/index.js',
      `throw ${'x'.repeat(400)}`,
      'dist/index.js: expected lines that throw to have at most 400 characters, got 406',
    ],
    [
      'dist/index.js.map',
      '{"sources":["../src/index.ts"],"sourcesContent":["text"]}',
      'dist/index.js.map: expected its source ../src/index.ts once, got it twice',
    ],
    [
      'dist/index.js.map',
      '{"sources":["../src/gone.ts"]}',
      'dist/index.js.map: expected its source ../src/gone.ts once, got none',
    ],
  ])('is refused: %s with %s', (file, text, problem) => {
    expect(contentProblems(plant({ ...sound, [file]: text }))).toEqual([problem])
  })

  it.each(['LICENSE', 'CHANGELOG.md'])('has %s', (file) => {
    const { [file as 'LICENSE']: _, ...others } = sound
    expect(contentProblems(plant(others))).toEqual([`expected ${file}, got none`])
  })
})

describe('every package', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  it.each(publishedPackages(root))(
    '$folder has its rows, its texts and its size',
    ({ folder, manifest: { name } }) => {
      expect(readme, 'the table of packages').toMatch(
        new RegExp(`^\\| \\[\`${name}\`\\]\\(${folder}\\) \\| .+ \\|$`, 'm'),
      )
      expect(readme, 'the table of what to install').toMatch(
        new RegExp(`^\\| .+ \\| \`npm install (.+ )?${name}( .+)?\` \\|$`, 'm'),
      )
      expect(readFileSync(join(root, folder, 'README.md'), 'utf8')).toMatch(new RegExp(`^# ${name}\n`))
      expect(readFileSync(join(root, folder, 'CHANGELOG.md'), 'utf8')).toMatch(new RegExp(`^# ${name}\n`))
      expect(Object.keys(MAX_GZIP), 'scripts/packages/sizes.mjs').toContain(name)
      expect(Object.keys(EDGES), 'scripts/edges/table.mjs').toContain(folder.slice('packages/'.length))
    },
  )

  it('has the README say how large programs are', () => {
    const rows = Object.entries(PROGRAMS).map(([name, { text }]) => {
      const most: number = MAX_PROGRAM[name as keyof typeof PROGRAMS]
      return `| ${text} | ${(most / 1000).toFixed(1)} |`
    })
    expect(readme.split('\n')).toEqual(expect.arrayContaining(rows))
  })

  it('that has a row is there', () => {
    const names = publishedPackages(root).map(({ manifest }) => manifest.name)
    expect(Object.keys(MAX_GZIP).sort()).toEqual(names.sort())
  })
})
