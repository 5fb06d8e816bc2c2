import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { bumpsOf, missingBumps, writeDependents } from '../release/dependents.mjs'
import { homeOf, homeProblems, releaseProblems, writeHome } from '../release/home.mjs'
import { changesetsOf, publishedPackages } from '../release/tree.mjs'
import { manifest, plant } from './trees.mjs'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const HOME = 'https://example.org/owner/name'

const tree = (home?: string) =>
  plant({
    'package.json': manifest('root', { repository: home }),
    'packages/a/package.json': manifest('@nn/a', { license: 'MIT', type: 'module' }),
    'packages/internal/tool/package.json': manifest('@nn/tool', { private: true }),
  })

describe('the home', () => {
  it('of the repository is what its packages say', () => {
    expect(homeProblems(repository)).toEqual([])
  })

  it('is needed to publish', () => {
    const message =
      'package.json: expected the home of the repository, got none; write "repository": "https://HOST/OWNER/NAME" there, then run node scripts/release/home.mjs write'
    expect(releaseProblems(tree())).toEqual([message])
    const script = fileURLToPath(new URL('../release/home.mjs', import.meta.url))
    const { status, stderr } = spawnSync(process.execPath, [script, 'require', tree()], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([1, `${message}\n`])
  })

  it('is what pnpm release asks for first', () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
    expect(scripts.release).toMatch(/^node scripts\/release\/home\.mjs require && .*changeset publish$/)
  })

  it('is copied to every package', () => {
    const root = tree(HOME)
    expect(releaseProblems(root)).toEqual([
      "packages/a: expected homepage, bugs and repository as of the root's package.json; run node scripts/release/home.mjs write",
    ])
    writeHome(root)
    expect(releaseProblems(root)).toEqual([])
    expect(JSON.parse(readFileSync(join(root, 'packages/a/package.json'), 'utf8'))).toEqual({
      name: '@nn/a',
      version: '0.1.0',
      homepage: `${HOME}/tree/main/packages/a#readme`,
      bugs: `${HOME}/issues`,
      repository: { type: 'git', url: `git+${HOME}.git`, directory: 'packages/a' },
      license: 'MIT',
      type: 'module',
    })
  })

  it('is an address', () => {
    expect(() => homeOf(tree('owner/name'))).toThrow(
      'package.json: expected repository to be https://HOST/OWNER/NAME, got owner/name',
    )
  })
})

describe('packages that follow their dependencies', () => {
  const a = { name: '@nn/a', version: '0.1.0' }
  const b = { name: '@nn/b', version: '1.2.0', dependencies: { '@nn/a': 'workspace:^' } }
  const c = { name: '@nn/c', version: '0.3.0', dependencies: { '@nn/b': 'workspace:^' } }
  const missing = (asked: Record<string, string>) => [
    ...missingBumps([a, b, c], new Map(Object.entries(asked))),
  ]

  it('are bumped where a range is left, and those that follow them', () => {
    expect(missing({ '@nn/a': 'minor' })).toEqual([
      ['@nn/b', 'major'],
      ['@nn/c', 'minor'],
    ])
    expect(missing({ '@nn/a': 'minor', '@nn/b': 'patch', '@nn/c': 'major' })).toEqual([['@nn/b', 'major']])
    expect(missing({ '@nn/b': 'major' })).toEqual([['@nn/c', 'minor']])
  })

  it('are left alone where it is not', () => {
    expect(missing({ '@nn/a': 'patch' })).toEqual([])
    expect(missing({ '@nn/b': 'minor' })).toEqual([])
    expect(missing({})).toEqual([])
  })

  it('are found by the changesets, the largest bump of each', () => {
    const text = (front: string) => ({ file: 'x.md', text: `---\n${front}\n---\n\nText: with a colon\n` })
    const bumps = bumpsOf([
      text('\'@nn/a\': patch\n"@nn/b": minor'),
      text('"@nn/a": minor'),
      text("'@nn/a': patch"),
    ])
    expect([...bumps]).toEqual([
      ['@nn/a', 'minor'],
      ['@nn/b', 'minor'],
    ])
  })

  it('get a changeset of their own', () => {
    const root = plant({
      'packages/a/package.json': JSON.stringify(a),
      'packages/b/package.json': JSON.stringify(b),
      '.changeset/one.md': "---\n'@nn/a': minor\n---\n\nNew.\n",
    })
    writeDependents(root)
    expect(changesetsOf(root).find(({ file }) => file === 'dependents.md')?.text).toBe(
      "---\n'@nn/b': major\n---\n\nNeeds the new versions of the packages that it depends on.\n",
    )
    writeDependents(root)
    expect(changesetsOf(root)).toHaveLength(2)
  })
})

describe('what is published', () => {
  it.each(publishedPackages(repository))('$folder says all that a registry shows', ({ folder, manifest }) => {
    expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true })
    expect(manifest.license).toBe('MIT')
    expect(manifest.description.length).toBeGreaterThan(10)
    expect(manifest.keywords.length).toBeGreaterThan(3)
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', 'src', 'CHANGELOG.md']))
    expect(readdirSync(join(repository, folder)).includes('docs')).toBe(manifest.files.includes('docs'))
  })

  it.each(publishedPackages(repository))(
    '$folder has a change log of its version',
    ({ folder, manifest }) => {
      const text = readFileSync(join(repository, folder, 'CHANGELOG.md'), 'utf8')
      expect(text.startsWith(`# ${manifest.name}\n\n## ${manifest.version}\n\n`)).toBe(true)
      expect(text).not.toMatch(/^- [0-9a-f]{7}:|Updated dependencies \[/m)
    },
  )

  it('is the first release while there is no home: it is written in the change logs, not in changesets', () => {
    if (homeOf(repository) !== undefined) return
    expect(changesetsOf(repository)).toEqual([])
    for (const { manifest } of publishedPackages(repository)) expect(manifest.version).toBe('0.1.0')
  })
})
