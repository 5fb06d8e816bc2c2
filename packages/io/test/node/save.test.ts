// What becomes of files when saving fails, is stopped, or happens twice at once.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { cpu } from '@nn/backend-cpu'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeNpy, FormatError } from '../../src/index.ts'
import { writeTogether } from '../../src/node/atomic-write.ts'
import {
  fileSource,
  loadNpy,
  loadSafetensors,
  openNpzFile,
  openSafetensorsFile,
  saveNpy,
  saveNpz,
  saveSafetensors,
  saveSharded,
} from '../../src/node/index.ts'
import { at, folder, useFolder } from './folder.ts'
import { bundled, type Child, start } from './program.ts'

useFolder()
const visible = () => readdirSync(folder).filter((name) => !name.startsWith('.'))
const hidden = () => readdirSync(folder).filter((name) => name.startsWith('.'))

/** A model of four shards, in which all values are the same. */
const model = (value: number) =>
  Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, cpu.full([2000], value)]))
const SHARDS = { maxShardSize: 8000 }
const INDEX = 'model.safetensors.index.json'

/** The one value of a model, or the error of loading it. @throws Error if it is a mixture */
async function valueIn(where = folder): Promise<number | Error> {
  try {
    const state = await loadSafetensors(join(where, INDEX), cpu)
    const values = new Set([...state.values()].flatMap((tensor) => [...new Set(tensor.data)]))
    const [value, ...others] = values
    if (state.size !== 4 || value === undefined || others.length > 0) {
      return Promise.reject(new Error(`a mixture of ${[...values]}`))
    }
    return value
  } catch (error) {
    if (error instanceof FormatError || (error instanceof Error && 'code' in error)) return error
    throw error
  }
}

describe('shards of two saves', () => {
  it('are never loaded together, whichever were replaced', async () => {
    const [one, two] = [at('one'), at('two')]
    const files = (await saveSharded(one, model(1), SHARDS)).map((path) => basename(path))
    await saveSharded(two, model(2), SHARDS)
    for (let which = 0; which < 2 ** files.length; which++) {
      const mixed = at(`mixed-${which}`)
      mkdirSync(mixed)
      for (const [i, file] of files.entries()) {
        copyFileSync(join((which >> i) & 1 ? two : one, file), join(mixed, file))
      }
      const value = await valueIn(mixed)
      if (which === 0) expect(value).toBe(1)
      else if (which === 2 ** files.length - 1) expect(value).toBe(2)
      else {
        expect(value).toBeInstanceOf(FormatError)
        expect(String(value)).toMatch(
          /index\.json: expected files of one save, that of the index, got model-0000\d-of-00004\.safetensors of another; is it being saved/,
        )
      }
    }
  })

  it('are known without an index that tells them apart, and as none where nobody said', async () => {
    await saveSharded(at('one'), model(1), SHARDS)
    const plain = (path: string) => {
      const { weight_map } = JSON.parse(readFileSync(path, 'utf8'))
      writeFileSync(path, JSON.stringify({ weight_map }))
    }
    plain(join(at('one'), INDEX))
    expect(await valueIn(at('one'))).toBe(1)
    const shard = join(at('one'), 'model-00002-of-00004.safetensors')
    await saveSafetensors(shard, { b: cpu.full([2000], 2) })
    expect(String(await valueIn(at('one')))).toContain('that of model-00001-of-00004.safetensors, got')
    for (const name of ['a', 'c', 'd']) {
      const index = 'abcd'.indexOf(name) + 1
      await saveSafetensors(join(at('one'), `model-0000${index}-of-00004.safetensors`), {
        [name]: cpu.full([2000], 2),
      })
    }
    expect(await valueIn(at('one'))).toBe(2)
  })

  it('of the same values are the same bytes', async () => {
    const [one, two] = [
      await saveSharded(at('one'), model(1), SHARDS),
      await saveSharded(at('two'), model(1), SHARDS),
    ]
    expect(one.map((path) => readFileSync(path))).toEqual(two.map((path) => readFileSync(path)))
  })
})

describe('at once', () => {
  it('saves are one after the other, and the last stays', async () => {
    const values = [1, 2, 3, 4, 5, 6]
    await Promise.all(values.map((value) => saveSharded(folder, model(value), SHARDS)))
    expect(values).toContain(await valueIn())
    expect(hidden()).toEqual([])
  })

  it('readers see a save, or an error', async () => {
    await saveSharded(folder, model(0), SHARDS)
    let [saving, whole] = [true, 0]
    const read = async () => {
      while (saving) if (typeof (await valueIn()) === 'number') whole++
    }
    const readers = [read(), read()]
    for (let value = 1; value <= 12; value++) await saveSharded(folder, model(value), SHARDS)
    saving = false
    await Promise.all(readers)
    expect(whole).toBeGreaterThan(0)
    expect(await valueIn()).toBe(12)
  })
})

describe('what fails between two names', () => {
  it('puts the old files back', async () => {
    for (const name of ['a', 'b', 'c']) if (name !== 'b') writeFileSync(at(name), `old ${name}`)
    const files = new Map(['a', 'b', 'c', 'd'].map((name) => [at(name), [new TextEncoder().encode('new')]]))
    const save = writeTogether('save', files, async (commit) => {
      mkdirSync(at('d'))
      await commit()
    })
    await expect(save).rejects.toThrow(
      `save: expected to write ${JSON.stringify(at('d'))}, got a folder (EISDIR)`,
    )
    expect([readFileSync(at('a'), 'utf8'), existsSync(at('b')), readFileSync(at('c'), 'utf8')]).toEqual([
      'old a',
      false,
      'old c',
    ])
    expect(hidden()).toEqual([])
  })

  it('is seen before, where it can be', async () => {
    await saveSharded(folder, model(1), SHARDS)
    rmSync(at('model-00003-of-00004.safetensors'))
    mkdirSync(at('model-00003-of-00004.safetensors'))
    const before = readFileSync(at('model-00001-of-00004.safetensors'))
    await expect(saveSharded(folder, model(2), SHARDS)).rejects.toThrow(
      '-00003-of-00004.safetensors", got a folder',
    )
    expect(readFileSync(at('model-00001-of-00004.safetensors'))).toEqual(before)
    expect(hidden()).toEqual([])
  })
})

describe('a process of its own', () => {
  const programs = mkdtempSync(join(tmpdir(), 'nn-io-'))
  let program = ''
  beforeAll(async () => {
    program = await bundled(
      programs,
      `
      import { cpu } from '@nn/backend-cpu'
      import { saveSafetensors, saveSharded } from '../../src/node/index.ts'
      const [, , what, path, value] = process.argv
      if (what === 'handler') process.on('SIGINT', () => process.exit(3))
      console.log('ready')
      if (what === 'shards') {
        for (let i = 0; ; i++) {
          const w = cpu.full([2000], Number(value) + i % 2)
          await saveSharded(path, { a: w, b: w.clone(), c: w.clone(), d: w.clone() }, { maxShardSize: 8000 })
        }
      }
      const large = Object.fromEntries(Array.from({ length: 400 }, (_, i) => ['t' + i, cpu.zeros([250000])]))
      await saveSafetensors(path, large)
    `,
    )
  })
  afterAll(() => rmSync(programs, { recursive: true }))

  async function running(what: string, path: string, value = 0): Promise<Child> {
    const child = start(program, [what, path, String(value)])
    await once(child.stdout, 'data')
    return child
  }

  async function ended(child: Child, signal: NodeJS.Signals): Promise<unknown[]> {
    const end = once(child, 'exit')
    child.kill(signal)
    return end
  }

  it('that is killed leaves the old model, the new one, or an error', async () => {
    for (let round = 0; round < 5; round++) {
      const children = await Promise.all([running('shards', folder, 10), running('shards', folder, 20)])
      await setTimeout(40 + 37 * round)
      await Promise.all(children.map((child) => ended(child, 'SIGKILL')))
      const value = await valueIn()
      if (typeof value === 'number') expect([10, 11, 20, 21]).toContain(value)
    }
    // The next save clears up, also the lock of one that was killed while it held it.
    await saveSharded(folder, model(1), SHARDS)
    expect([await valueIn(), hidden()]).toEqual([1, []])
  }, 60_000)

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'that is ended by %s leaves no temporary file',
    async (signal) => {
      writeFileSync(at('x'), 'old')
      const child = await running('file', at('x'))
      while (hidden().length === 0) await setTimeout(1)
      expect(await ended(child, signal)).toEqual([null, signal])
      expect([readFileSync(at('x'), 'utf8'), hidden()]).toEqual(['old', []])
    },
  )

  it('that ends itself on Ctrl-C leaves none either', async () => {
    const child = await running('handler', at('x'))
    while (hidden().length === 0) await setTimeout(1)
    expect(await ended(child, 'SIGINT')).toEqual([3, null])
    expect(readdirSync(folder)).toEqual([])
  })

  it('that was killed leaves a file that goes with the next save; those of others stay', async () => {
    const child = await running('file', at('x'))
    while (hidden().length === 0) await setTimeout(1)
    await ended(child, 'SIGKILL')
    expect(hidden()).toHaveLength(1)
    const others = [
      `.nn.${hostname().slice(0, 64)}.${process.pid}.0123456789ab.tmp`,
      '.nn.elsewhere.1.0123456789ab.tmp',
      '.nn.tmp',
      'x.1.tmp',
    ]
    for (const name of others) writeFileSync(at(name), '')
    await saveNpy(at('y.npy'), cpu.ones([1]))
    expect(readdirSync(folder).sort()).toEqual([...others, 'y.npy'].sort())
  })
})

describe('what is no regular file', () => {
  it('as a link that leads nowhere gets its file, and stays a link', async () => {
    mkdirSync(at('inner'))
    symlinkSync(join('inner', 'x.npy'), at('second'))
    symlinkSync('second', at('first'))
    await saveNpy(at('first'), cpu.ones([2]))
    expect(readlinkSync(at('first'))).toBe('second')
    expect(lstatSync(at('second')).isSymbolicLink()).toBe(true)
    expect((await loadNpy(at('inner/x.npy'), cpu)).toNested()).toEqual([1, 1])
    symlinkSync(join('nowhere', 'x'), at('lost'))
    await expect(saveNpy(at('lost'), cpu.ones([2]))).rejects.toThrow(
      `saveNpy: expected to write ${JSON.stringify(at('lost'))}, got no such file or folder (ENOENT)`,
    )
    expect(readlinkSync(at('lost'))).toBe(join('nowhere', 'x'))
  })

  it.runIf(process.platform !== 'win32')('as a pipe takes the bytes, if somebody reads it', async () => {
    execFileSync('mkfifo', [at('pipe')])
    const x = cpu.arange(50_000)
    const save = () => saveNpy(at('pipe'), x)
    await expect(save()).rejects.toThrow(
      `saveNpy: expected to write ${JSON.stringify(at('pipe'))}, got nobody at the other end (ENXIO)`,
    )
    const reader = spawn('cat', [at('pipe')], { stdio: ['ignore', 'pipe', 'inherit'] })
    const parts: Buffer[] = []
    reader.stdout.on('data', (part) => parts.push(part))
    const end = once(reader, 'close')
    for (;;) {
      const error = await save().catch((error) => error)
      if (error === undefined) break
      expect(error.code).toBe('ENXIO')
      await setTimeout(10)
    }
    await end
    expect(new Uint8Array(Buffer.concat(parts))).toEqual(encodeNpy(x))
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true)
    expect(readdirSync(folder)).toEqual(['pipe'])
    await expect(loadNpy(at('pipe'), cpu)).rejects.toThrow(
      `loadNpy: expected a file that can be read by range, got ${JSON.stringify(at('pipe'))}`.slice(0, 60),
    )
    execFileSync('mkfifo', [at('model.safetensors')])
    await expect(saveSharded(folder, { x })).rejects.toThrow('saveSharded: expected the path of a file, got')
    expect(lstatSync(at('model.safetensors')).isFIFO()).toBe(true)
  })
})

describe('what the system refuses', () => {
  const x = cpu.ones([1])
  const cases: [string, string, string, (path: string) => Promise<unknown>][] = [
    ['missing/x', 'no such file or folder', 'ENOENT', (path) => saveNpy(path, x)],
    ['missing/x', 'no such file or folder', 'ENOENT', (path) => saveNpz(path, { x })],
    ['missing/x', 'no such file or folder', 'ENOENT', (path) => saveSafetensors(path, { x })],
    ['folder', 'a folder', 'EISDIR', (path) => saveNpy(path, x)],
    ['file/x', 'a file in the place of a folder', 'ENOTDIR', (path) => saveSafetensors(path, { x })],
    ['file/x', 'a file in the place of a folder', 'ENOTDIR', (path) => saveSharded(path, { x })],
    ['circle', 'links in a circle', 'ELOOP', (path) => saveNpy(path, x)],
    ['n'.repeat(256), 'a name that is too long', 'ENAMETOOLONG', (path) => saveNpy(path, x)],
    ['missing', 'no such file or folder', 'ENOENT', (path) => loadNpy(path, cpu)],
    ['missing', 'no such file or folder', 'ENOENT', (path) => loadSafetensors(path, cpu)],
    ['missing.index.json', 'no such file or folder', 'ENOENT', (path) => openSafetensorsFile(path)],
    ['missing', 'no such file or folder', 'ENOENT', (path) => openNpzFile(path)],
    ['missing', 'no such file or folder', 'ENOENT', (path) => fileSource(path)],
    ['folder', 'a folder', 'EISDIR', (path) => loadSafetensors(path, cpu)],
    ['folder', 'a folder', 'EISDIR', (path) => openNpzFile(path)],
    ['file/x', 'a file in the place of a folder', 'ENOTDIR', (path) => fileSource(path)],
  ]
  it.each(cases)('%s: %s (%s)', async (name, meaning, code, call) => {
    mkdirSync(at('folder'))
    writeFileSync(at('file'), '')
    symlinkSync('circle', at('circle'))
    const error: NodeJS.ErrnoException = await call(at(name)).then(
      () => expect.unreachable(),
      (error) => error,
    )
    expect(error.message).toMatch(/^\w+: expected (to write|to make the folder|a file that can be read,) "/)
    expect(error.message).toContain(`${JSON.stringify(at(name))}, got ${meaning} (${code})`)
    expect([error.code, error.path]).toEqual([code, at(name)])
    expect(error.message).not.toContain('.tmp')
    expect(hidden()).toEqual([])
  })

  it('names the damaged file, and of a model the damaged shard', async () => {
    writeFileSync(at('x'), 'nothing')
    for (const call of [
      () => loadSafetensors(at('x'), cpu),
      () => loadNpy(at('x'), cpu),
      () => openNpzFile(at('x')),
    ]) {
      await expect(call()).rejects.toThrow(`${at('x')}: expected `)
    }
    await saveSharded(folder, model(1), SHARDS)
    writeFileSync(at('model-00002-of-00004.safetensors'), 'nothing')
    await expect(loadSafetensors(at(INDEX), cpu)).rejects.toThrow(
      `${at('model-00002-of-00004.safetensors')}: expected`,
    )
    writeFileSync(at(INDEX), '{')
    await expect(loadSafetensors(at(INDEX), cpu)).rejects.toThrow(
      `${at(INDEX)}: expected a string at character 1`,
    )
    expect(visible()).toContain('x')
  })

  it.each<[string | URL, string]>([
    ['', 'saveNpy: expected the path or the URL of a file, got ""'],
    ['a\0b', 'saveNpy: expected the path or the URL of a file, got "a\\u0000b"'],
    [new URL('https://nn.example/x'), 'got "https://nn.example/x"; of an address, read with httpSource'],
  ])('%s is no path', async (path, message) => {
    await expect(saveNpy(path, x)).rejects.toThrow(message)
  })
})
