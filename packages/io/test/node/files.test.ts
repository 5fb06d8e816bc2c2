import { once } from 'node:events'
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { cpu } from '@nn/backend-cpu'
import { describe, expect, it } from 'vitest'
import { encodeSafetensors, FormatError } from '../../src/index.ts'
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

const state = { a: cpu.arange(1000), b: cpu.tensor([1, 2], { dtype: 'int32' }), c: cpu.zeros([0]) }

describe('files', () => {
  it('of safetensors', async () => {
    await saveSafetensors(at('x.safetensors'), state, { metadata: { format: 'pt' } })
    expect(new Uint8Array(readFileSync(at('x.safetensors')))).toEqual(
      encodeSafetensors(state, { metadata: { format: 'pt' } }),
    )
    const loaded = await loadSafetensors(pathToFileURL(at('x.safetensors')), cpu)
    for (const [name, tensor] of Object.entries(state)) expect(loaded.get(name)!.equals(tensor)).toBe(true)
    expect(readdirSync(folder)).toEqual(['x.safetensors'])
  })

  it('of NumPy', async () => {
    await saveNpy(at('x.npy'), state.a)
    expect((await loadNpy(at('x.npy'), cpu)).equals(state.a)).toBe(true)
    await saveNpz(at('x.npz'), state, { compress: true })
    const archive = await openNpzFile(at('x.npz'))
    expect((await archive.tensor('b', cpu)).equals(state.b)).toBe(true)
    await archive.close()
    await expect(archive.tensor('b', cpu)).rejects.toThrow()
  })

  it('that are something else are refused, and closed', async () => {
    writeFileSync(at('x'), 'nothing')
    await expect(openSafetensorsFile(at('x'))).rejects.toThrow(FormatError)
    await expect(openNpzFile(at('x'))).rejects.toThrow(FormatError)
    await expect(loadNpy(at('x'), cpu)).rejects.toThrow(FormatError)
    await expect(openSafetensorsFile(at('y'))).rejects.toThrow('ENOENT')
  })

  it('that are cut while they are open say so', async () => {
    await saveSafetensors(at('x'), state)
    const file = await openSafetensorsFile(at('x'))
    writeFileSync(at('x'), '')
    await expect(file.tensor('a', cpu)).rejects.toThrow(
      /expected 4000 bytes at \d+, got 0; was the file cut meanwhile\?/,
    )
    await file.close()
    const source = await fileSource(at('x'))
    expect(source.size).toBe(0)
    await source.close()
  })
})

describe('shards', () => {
  it('are split as Hugging Face splits them, and one model again', async () => {
    const tensors = {
      a: cpu.ones([4]),
      b: cpu.ones([2]),
      big: cpu.ones([100]),
      c: cpu.zeros([1]),
      tied: state.a,
    }
    const paths = await saveSharded(folder, { ...tensors, again: state.a }, { maxShardSize: 24 })
    expect(paths.map((path) => path.slice(folder.length + 1))).toEqual([
      'model-00001-of-00004.safetensors',
      'model-00002-of-00004.safetensors',
      'model-00003-of-00004.safetensors',
      'model-00004-of-00004.safetensors',
      'model.safetensors.index.json',
    ])
    const index = JSON.parse(readFileSync(paths.at(-1)!, 'utf8'))
    expect(index).toEqual({
      metadata: { total_size: 16 + 8 + 400 + 4 + 4000, 'nn.save': expect.stringMatching(/^[0-9a-f]{16}$/) },
      weight_map: {
        a: 'model-00001-of-00004.safetensors',
        b: 'model-00001-of-00004.safetensors',
        big: 'model-00002-of-00004.safetensors',
        c: 'model-00003-of-00004.safetensors',
        tied: 'model-00004-of-00004.safetensors',
      },
    })
    const model = await openSafetensorsFile(paths.at(-1)!)
    for (const [name, tensor] of Object.entries(tensors)) {
      expect((await model.tensor(name, cpu)).equals(tensor)).toBe(true)
    }
    expect(model.metadata.get('again')).toBe('tied')
    await model.close()
  })

  it('that are one file need no index, and the old one goes', async () => {
    await saveSharded(folder, state, { maxShardSize: 8 })
    expect(readdirSync(folder)).toContain('model.safetensors.index.json')
    expect(await saveSharded(folder, state)).toEqual([at('model.safetensors')])
    expect(readdirSync(folder)).not.toContain('model.safetensors.index.json')
    await saveSharded(folder, state, { maxShardSize: 8 })
    expect(readdirSync(folder)).not.toContain('model.safetensors')
  })

  it('leave no shards of a save that had more, and what is not theirs', async () => {
    const w = cpu.ones([2])
    const shards = { maxShardSize: 8 }
    const others = [
      'model-00001-of-00003.bin',
      'model-1-of-2.safetensors',
      'modelx-00001-of-00002.safetensors',
    ]
    for (const name of others) writeFileSync(at(name), '')
    await saveSharded(folder, { w }, { prefix: 'other-model' })
    await saveSharded(folder, { a: w, b: w.clone(), c: w.clone() }, shards)
    const paths = await saveSharded(folder, { a: w, b: w.clone() }, shards)
    const left = [...others, 'other-model.safetensors']
    expect(readdirSync(folder).sort()).toEqual([...left, ...paths.map((path) => basename(path))].sort())
    await saveSharded(folder, { w })
    expect(readdirSync(folder).sort()).toEqual([...left, 'model.safetensors'].sort())
  })

  it('have a size', async () => {
    await expect(saveSharded(folder, state, { maxShardSize: 0 })).rejects.toThrow(
      'saveSharded: expected maxShardSize > 0, got 0',
    )
  })
})

describe('a write that fails', () => {
  it('leaves the old file, and no other', async () => {
    await saveSafetensors(at('x'), state)
    const old = readFileSync(at('x'))
    const broken = { a: cpu.ones([100]), x: cpu.tensor([300], { dtype: 'int32' }) }
    await expect(saveSafetensors(at('x'), broken, { dtype: () => 'U8' })).rejects.toThrow(RangeError)
    expect(readFileSync(at('x'))).toEqual(old)
    expect(readdirSync(folder)).toEqual(['x'])
  })
})

describe('a file that is replaced', () => {
  it('keeps its permissions, and links to it stay links', async () => {
    writeFileSync(at('x'), 'old', { mode: 0o600 })
    symlinkSync(at('x'), at('link'))
    await saveSafetensors(at('link'), state)
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true)
    expect(statSync(at('x')).mode & 0o777).toBe(0o600)
    expect((await loadSafetensors(at('x'), cpu)).size).toBe(3)
    expect(readdirSync(folder).sort()).toEqual(['link', 'x'])
  })
})

describe('a process of its own', () => {
  /** Runs a program with the sources of this package bundled for it. */
  async function program(code: string): Promise<Child> {
    return start(await bundled(folder, code), [at('x')], ['--expose-gc'])
  }
  const imports = `
    import { cpu } from '@nn/backend-cpu'
    import { loadSafetensors, openSafetensorsFile, saveSafetensors } from '../../src/node/index.ts'
  `

  it('that is killed in the middle of a write leaves the old file', async () => {
    writeFileSync(at('x'), 'old')
    const child = await program(`${imports}
      const tensors = Object.fromEntries(Array.from({ length: 400 }, (_, i) => ['t' + i, cpu.zeros([250000])]))
      console.log('writing')
      await saveSafetensors(process.argv[2], tensors)
      console.log('written')
    `)
    await once(child.stdout, 'data')
    while (!readdirSync(folder).some((name) => name.endsWith('.tmp'))) await setTimeout(1)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(readFileSync(at('x'), 'utf8')).toBe('old')
  })

  it('needs little more memory than the tensors to save, and than one tensor to read one', async () => {
    const child = await program(`${imports}
      const peak = () => process.resourceUsage().maxRSS * 1024
      const before = peak()
      const tensors = Object.fromEntries(Array.from({ length: 8 }, (_, i) => ['t' + i, cpu.full([4000000], i)]))
      await saveSafetensors(process.argv[2], tensors)
      console.log(JSON.stringify({ bytes: 8 * 16e6, peak: peak() - before }))
    `)
    const [saved] = await once(child.stdout, 'data')
    await once(child, 'exit')
    const { bytes, peak } = JSON.parse(String(saved))
    expect(peak).toBeLessThan(1.2 * bytes)
    const reader = await program(`${imports}
      const before = process.resourceUsage().maxRSS * 1024
      const file = await openSafetensorsFile(process.argv[2])
      const tensor = await file.tensor('t5', cpu)
      await file.close()
      console.log(JSON.stringify({ last: tensor.at(-1).item(), peak: process.resourceUsage().maxRSS * 1024 - before }))
    `)
    const [read] = await once(reader.stdout, 'data')
    await once(reader, 'exit')
    const one = JSON.parse(String(read))
    expect(one.last).toBe(5)
    expect(one.peak).toBeLessThan(1.2 * 16e6 + 4e6)
  })
})

describe('every door', () => {
  const x = cpu.ones([1])
  const options = { dtyp: 'F32' } as never
  const doors: [string, () => Promise<unknown>][] = [
    [
      'saveSafetensors: expected options dtype, metadata, got "dtyp"',
      () => saveSafetensors('a', { x }, options),
    ],
    [
      'saveSharded: expected options dtype, metadata, maxShardSize, prefix',
      () => saveSharded('a', { x }, options),
    ],
    ['saveNpy: expected options dtype, got "dtyp"', () => saveNpy('a', x, options)],
    ['saveNpz: expected options dtype, compress, got "dtyp"', () => saveNpz('a', { x }, options)],
    ['loadSafetensors: expected options dtype, got "dtyp"', () => loadSafetensors('a', cpu, options)],
    ['loadNpy: expected options dtype, got "dtyp"', () => loadNpy('a', cpu, options)],
    [
      'saveSafetensors: expected an options object, got null',
      () => saveSafetensors('a', { x }, null as never),
    ],
    [
      'loadNpy: expected a backend, such as cpu of @nn/backend-cpu, got null',
      () => loadNpy('a', null as never),
    ],
    [
      'saveSafetensors: expected the path or the URL of a file, got null',
      () => saveSafetensors(null as never, { x }),
    ],
    ['openSafetensorsFile: expected the path or the URL of a file', () => openSafetensorsFile(1 as never)],
    [
      'fileSource: expected the path or the URL of a file, got undefined',
      () => fileSource(undefined as never),
    ],
    [
      'saveSharded: expected prefix to be the start of a file name, got 1',
      () => saveSharded('a', { x }, { prefix: 1 as never }),
    ],
    [
      'saveSharded: expected maxShardSize to be a number, got "1GB"',
      () => saveSharded('a', { x }, { maxShardSize: '1GB' as never }),
    ],
  ]
  it.each(doors)('%s', async (message, call) => {
    await expect(call()).rejects.toThrow(TypeError)
    await expect(call()).rejects.toThrow(message)
    expect(existsSync('a')).toBe(false)
  })

  it('gives shards names that are no paths', async () => {
    await expect(saveSharded('a', { x }, { prefix: '../x' })).rejects.toThrow(
      'saveSharded: expected prefix to be the start of a file name, no path, got "../x"',
    )
    expect(existsSync('a')).toBe(false)
  })
})
