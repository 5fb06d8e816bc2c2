import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { edgeProblems } from '../edges/check.mjs'
import { circlesOf } from '../edges/circles.mjs'
import { manifest, plant } from './trees.mjs'

const EDGES = { a: [], b: ['a'], 'internal/tool': [] }

/** A tree in which everything is allowed. */
const sound = {
  'packages/a/package.json': manifest('@nn/a', { devDependencies: { '@nn/check': 'workspace:^' } }),
  'packages/a/src/index.ts': "export { one } from './one/one.ts'\nexport { two } from './two/two.ts'\n",
  'packages/a/src/one/one.ts': "import { check } from '@nn/check'\nexport const one = check(1)\n",
  'packages/a/src/two/two.ts': "import { one } from '../one/one.ts'\nexport const two = one + one\n",
  'packages/b/package.json': manifest('@nn/b', { dependencies: { '@nn/a': 'workspace:^' } }),
  'packages/b/src/index.ts': "export { one } from '@nn/a/sub'\n",
  'packages/b/src/node/file.ts': "import { open } from 'node:fs/promises'\nexport { open }\n",
  'packages/internal/tool/package.json': manifest('@nn/tool', {
    private: true,
    devDependencies: { vitest: '*' },
  }),
  'packages/internal/tool/src/index.ts': "export { expect } from 'vitest'\n",
  'apps/app/package.json': manifest('app', { private: true }),
  'apps/app/src/main.ts': "import './part.ts'\n",
  'apps/app/src/part.ts': 'export {}\n',
}

const problems = (planted: Record<string, string>) => edgeProblems(plant({ ...sound, ...planted }), EDGES)

describe('edges', () => {
  it('of a sound tree are sound', () => {
    expect(problems({})).toEqual([])
  })

  it('of the repository are sound', () => {
    expect(edgeProblems(fileURLToPath(new URL('../..', import.meta.url)))).toEqual([])
  })

  it.each<[string, Record<string, string>, string[]]>([
    [
      'a package without a row',
      { 'packages/c/package.json': manifest('@nn/c'), 'packages/c/src/index.ts': '' },
      ['packages/c: expected a row in scripts/edges/table.mjs'],
    ],
    [
      'a dependency that is not allowed',
      {
        'packages/a/package.json': manifest('@nn/a', {
          dependencies: { '@nn/b': 'workspace:^' },
          devDependencies: { '@nn/check': 'workspace:^' },
        }),
        'packages/a/src/one/one.ts': "import '@nn/check'\nimport { b } from '@nn/b'\nexport const one = b\n",
      },
      ['packages/a: expected dependencies [], got [@nn/b]'],
    ],
    [
      'an import without a declaration, also a dynamic one',
      { 'packages/a/src/one/one.ts': "export const one = import('@nn/b/deep')\n" },
      ['packages/a: imports [@nn/b] without declaring them'],
    ],
    [
      "one of Node's modules outside a folder node",
      { 'packages/b/src/file.ts': "import { open } from 'node:fs/promises'\nexport { open }\n" },
      ['packages/b: imports [node:fs] without declaring them'],
    ],
    [
      'a dependency that nothing imports',
      { 'packages/b/src/index.ts': "/** import { one } from '@nn/a' */\nexport {}\n" },
      ['packages/b: declares [@nn/a] without importing them'],
    ],
    [
      'a peer dependency',
      {
        'packages/b/package.json': manifest('@nn/b', {
          dependencies: { '@nn/a': 'workspace:^' },
          peerDependencies: { '@nn/tool': '*' },
        }),
      },
      ['packages/b: expected no peer dependencies'],
    ],
    [
      'a circle of two files',
      {
        'apps/app/src/part.ts': "import { main } from './main.ts'\nexport { main }\n",
        'apps/app/src/main.ts': "import { main } from './part.ts'\nexport { main }\n",
      },
      ['apps/app: files import each other in a circle: apps/app/src/main.ts apps/app/src/part.ts'],
    ],
    [
      'a circle through an index file',
      {
        'packages/a/src/one/one.ts':
          "import {\n  type Two,\n  two,\n} from '../index.ts'\nexport const one = two\n",
      },
      [
        'packages/a: files import each other in a circle: packages/a/src/index.ts packages/a/src/one/one.ts packages/a/src/two/two.ts',
      ],
    ],
    [
      'a circle of folders that is none of files',
      {
        'packages/a/src/one/other.ts': "import { two } from '../two/two.ts'\nexport const other = two\n",
      },
      [
        'packages/a/src/one packages/a/src/two: folders import each other in a circle:\n' +
          '  packages/a/src/one/other.ts imports packages/a/src/two/two.ts\n' +
          '  packages/a/src/two/two.ts imports packages/a/src/one/one.ts',
      ],
    ],
    [
      'a heap of files',
      Object.fromEntries(
        Array.from({ length: 25 }, (_, i) => [`packages/a/src/heap/f${i}.ts`, 'export {}\n']),
      ),
      ['packages/a/src/heap: expected at most 24 files side by side, got 25'],
    ],
  ])('are refused: %s', (_, planted, expected) => {
    const found = problems(planted)
    for (const [i, problem] of expected.entries()) expect(found[i]).toContain(problem)
    expect(found).toHaveLength(expected.length)
  })

  it.each<[string, Record<string, string>]>([
    [
      'types',
      {
        'packages/a/src/one/other.ts': "import type { Two } from '../two/two.ts'\nexport type Other = Two\n",
      },
    ],
    [
      'types by name',
      {
        'packages/a/src/one/other.ts':
          "import { type Two, type Three } from '../two/two.ts'\nexport type Other = Two | Three\n",
      },
    ],
    [
      'comments',
      {
        'packages/a/src/one/other.ts':
          "/**\n * ```ts\nimport { two } from '../two/two.ts'\n * ```\n */\nexport {}\n",
      },
    ],
    [
      '24 files',
      Object.fromEntries(
        Array.from({ length: 24 }, (_, i) => [`packages/a/src/heap/f${i}.ts`, 'export {}\n']),
      ),
    ],
    [
      'what is generated',
      {
        'packages/a/src/generated/code.ts': "import { one } from '../one/one.ts'\nexport { one }\n",
        'packages/a/src/one/more.ts': "import { one } from '../generated/code.ts'\nexport { one }\n",
      },
    ],
  ])('are not those of %s', (_, planted) => {
    expect(problems(planted)).toEqual([])
  })
})

it('circles are strongly connected components', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', ['e', 'a2']],
    ['e', ['d']],
    ['a2', ['a2']],
  ])
  expect(circlesOf(graph).sort()).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e'],
  ])
})

describe('the command', () => {
  const command = fileURLToPath(new URL('../check-edges.mjs', import.meta.url))
  it('takes the root, prints what is wrong, and fails', () => {
    const root = plant({ 'packages/c/package.json': manifest('@nn/c'), 'packages/c/src/index.ts': '' })
    const { status, stderr } = spawnSync(process.execPath, [command, root], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([1, 'packages/c: expected a row in scripts/edges/table.mjs\n'])
    expect(execFileSync(process.execPath, [command, plant({})], { encoding: 'utf8' })).toBe('')
  })
})
