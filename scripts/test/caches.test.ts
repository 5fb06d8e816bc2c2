import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { documents, filesBelow, publishedPackages } from '../../apps/doctest/src/documents.ts'
import { workspaceFolders } from '../edges/files.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Task {
  readonly taskId: string
  readonly directory: string
  readonly inputs: Readonly<Record<string, string>>
}

/** The files that turbo hashes for each task, by their paths from the root; for all tasks, those of `globalDependencies`. */
const hashed = new Map<string, Set<string>>()
const common = new Set<string>()

beforeAll(() => {
  const turbo = join(root, 'node_modules/.bin/turbo')
  const dry = execFileSync(turbo, ['run', 'test', 'build', '--dry=json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    shell: process.platform === 'win32',
  })
  const { tasks, globalCacheInputs } = JSON.parse(dry)
  for (const file of Object.keys(globalCacheInputs.files)) common.add(file)
  for (const { taskId, directory, inputs } of tasks as Task[]) {
    const files = Object.keys(inputs).map((file) => relative(root, resolve(root, directory, file)))
    hashed.set(taskId, new Set(files.map((file) => file.replaceAll('\\', '/'))))
  }
})

const isHashed = (task: string, file: string): boolean =>
  common.has(file) || (hashed.get(task)?.has(file) ?? false)

/** Paths that a file of a package reads outside of the package, up to where they are computed. */
function outside(folder: string, file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  return [...text.matchAll(/['"`]((?:\.\.?\/)+[^'"`$\s]*)/g)]
    .map(([, path = '']) => relative(root, resolve(dirname(file), path)))
    .filter(
      (path) =>
        path !== '' && !path.startsWith(folder) && !path.startsWith('..') && existsSync(join(root, path)),
    )
}

/** The files of the tree that a path means: itself, or all that git knows below it. */
function filesOf(path: string): string[] {
  if (statSync(join(root, path)).isFile()) return [path]
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', path], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed.split('\n').filter((file) => file !== '' && existsSync(join(root, file)))
}

describe('what a test reads changes its hash', () => {
  it('Markdown and sources for doctest', () => {
    const sources = publishedPackages(root)
      .flatMap((name) => filesBelow(join(root, 'packages', name, 'src'), '.ts'))
      .filter((file) => !/[\\/]generated[\\/]/.test(file))
    const read = [...documents(root), ...sources].map((file) => relative(root, file).replaceAll('\\', '/'))
    expect(read.length).toBeGreaterThan(100)
    expect(read.filter((file) => !isHashed('@nn/doctest#test', file))).toEqual([])
  })

  it('its own files, whatever they are', () => {
    expect(isHashed('@nn/io#test', 'packages/io/test/fixtures/decisions.json')).toBe(true)
    expect(isHashed('@nn/io#test', 'packages/io/vitest.config.ts')).toBe(true)
    expect(isHashed('@nn/io#test', 'packages/layers/README.md')).toBe(false)
  })

  it.each(workspaceFolders(root))('files outside %s that its sources and tests name', (folder) => {
    const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const files = ['src', 'test'].flatMap((part) => [
      ...filesBelow(join(root, folder, part), '.ts'),
      ...filesBelow(join(root, folder, part), '.mjs'),
    ])
    const read = files.flatMap((file) => outside(`${folder}/`, file)).flatMap(filesOf)
    expect(read.filter((file) => !isHashed(`${name}#test`, file))).toEqual([])
  })

  it('files outside of a package are found', () => {
    const file = join(root, 'apps/example/test/model.test.ts')
    expect(outside('apps/example/', file)).toEqual([
      'packages/io/test/fixtures/safetensors/lenet.safetensors',
    ])
  })
})
