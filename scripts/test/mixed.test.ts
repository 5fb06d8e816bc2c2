import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { arrange, mixtures } from '../mixed/layouts.mjs'
import { manifest, plant } from './trees.mjs'

it('two versions of a package meet wherever others depend on it, and in a library', () => {
  const a = { name: '@nn/a' }
  const b = { name: '@nn/b', dependencies: { '@nn/a': '^0.1.0' } }
  const c = { name: '@nn/c', dependencies: { '@nn/a': '^0.1.0', '@nn/b': '^0.1.0' } }
  expect(mixtures([a, b, c])).toEqual([
    { name: '@nn/a', nestedIn: ['@nn/b', '@nn/c'] },
    { name: '@nn/a', nestedIn: ['@nn/b'] },
    { name: '@nn/a', nestedIn: ['@nn/c'] },
    { name: '@nn/a', nestedIn: ['library'] },
    { name: '@nn/b', nestedIn: ['@nn/c'] },
    { name: '@nn/b', nestedIn: ['library'] },
    { name: '@nn/c', nestedIn: ['library'] },
  ])
})

it('the new one is at the top, the old one below those that need it', () => {
  const root = plant({
    'unpacked/@nn/a/package.json': manifest('@nn/a'),
    'unpacked/@nn/a/dist/index.js': '',
    'unpacked/@nn/b/package.json': manifest('@nn/b'),
    'unpacked/@nn/c/package.json': manifest('@nn/c'),
  })
  arrange(join(root, 'project'), join(root, 'unpacked'), { name: '@nn/a', nestedIn: ['@nn/b'] })
  const modules = join(root, 'project/node_modules/@nn')
  const version = (path: string) =>
    JSON.parse(readFileSync(join(modules, path, 'package.json'), 'utf8')).version
  expect([version('a'), version('b'), version('b/node_modules/@nn/a')]).toEqual(['0.2.0', '0.1.0', '0.1.0'])
  expect(existsSync(join(modules, 'b/node_modules/@nn/a/dist/index.js'))).toBe(true)
  expect(existsSync(join(modules, 'c/node_modules'))).toBe(false)
})

it('a library hands on its own copy', () => {
  const root = plant({
    'unpacked/@nn/a/package.json': manifest('@nn/a', { type: 'module', exports: './index.js' }),
    'unpacked/@nn/a/index.js': 'export const copy = {}\n',
  })
  arrange(join(root, 'project'), join(root, 'unpacked'), { name: '@nn/a', nestedIn: ['library'] })
  const code =
    "import { copy } from '@nn/a'; import { copy as other } from 'library'; console.log(copy === other)"
  const options = { cwd: join(root, 'project'), encoding: 'utf8' } as const
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], options)).toBe('false\n')
})
