import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  codeOf,
  discard,
  isOld,
  makeFolder,
  onPath,
  orElse,
  ownerLives,
  release,
  removeStale,
  systemError,
  temporariesIn,
  temporaryIn,
} from '../src/node/index.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nn-files-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** More than any process has on Linux. */
const DEAD = 4_194_304
const host = hostname().slice(0, 64)
const nameOf = (owner: string, pid: number) => `.nn.${owner}.${pid}.0123456789ab.tmp`

describe('temporary files', () => {
  it('say whose they are', () => {
    const path = temporaryIn(folder)
    expect(ownerLives(basename(path))).toBe(true)
    expect(ownerLives(nameOf(host, DEAD))).toBe(false)
    expect(ownerLives(nameOf('elsewhere', 1))).toBeUndefined()
    expect(ownerLives('.nn.tmp')).toBeUndefined()
    release(path)
  })

  it.runIf(existsSync('/proc/self/stat'))(
    'of an earlier process with the same number are not those of this one, and another container has numbers of its own',
    () => {
      const path = temporaryIn(folder)
      const name = basename(path)
      release(path)
      const earlier = name.replace(/-(\d+)\./, (_, start: string) => `-${Number(start) - 1}.`)
      expect([earlier === name, ownerLives(earlier)]).toEqual([false, false])
      const container = name.replace(/\.[0-9a-f]{12}\.(?=\d)/, '.0123456789ab.')
      expect([container === name, ownerLives(container)]).toEqual([false, undefined])
      for (const left of [earlier, container]) writeFileSync(join(folder, left), '')
      return removeStale(folder)
        .then(() => temporariesIn(folder))
        .then((left) => expect(left).toEqual([container]))
    },
  )

  it.runIf(existsSync('/proc/self/stat'))(
    'of a process that ended and that nobody waited for go',
    async () => {
      // The shell becomes `sleep`, which does not wait for the process that it started.
      const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 20'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      try {
        const pid = await new Promise<number>((resolve) =>
          parent.stdout.once('data', (data) => resolve(Number(data))),
        )
        await expect
          .poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2], { timeout: 5000 })
          .toBe('Z')
        expect(ownerLives(nameOf(host, pid))).toBe(false)
      } finally {
        parent.kill()
      }
    },
  )

  it('are listened for only while there are some', async () => {
    const counts = () => ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit'].map((name) => process.listenerCount(name))
    const before = counts()
    const paths = [temporaryIn(folder), temporaryIn(folder)]
    expect(counts()).toEqual(before.map((count) => count + 1))
    for (const path of paths) writeFileSync(path, '')
    for (const path of paths) await discard(path)
    expect([counts(), readdirSync(folder)]).toEqual([before, []])
  })

  it('of dead processes and of long ago go, and no others', async () => {
    const stay = [
      nameOf(host, process.pid),
      nameOf('elsewhere', 1),
      '.nn.x.tmp',
      'nn.elsewhere.1.0123456789ab.tmp',
    ]
    for (const name of [...stay, nameOf(host, DEAD), nameOf('old', 1)]) writeFileSync(join(folder, name), '')
    utimesSync(join(folder, nameOf('old', 1)), 1e9, 1e9)
    expect(await isOld(join(folder, nameOf('old', 1)), 1e6)).toBe(true)
    await removeStale(folder)
    expect(readdirSync(folder).sort()).toEqual(stay.sort())
    await removeStale(join(folder, 'missing'))
  })
})

describe('folders', () => {
  it('are made with those above them, also at once', async () => {
    const deep = join(folder, 'a', 'b', 'c')
    await Promise.all([makeFolder(deep), makeFolder(deep), makeFolder(join(folder, 'a', 'b', 'd'))])
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['c', 'd'])
    writeFileSync(join(deep, 'file'), '')
    await expect(makeFolder(join(deep, 'file'))).rejects.toThrow('EEXIST')
    await expect(makeFolder(join(deep, 'file', 'x'))).rejects.toThrow('ENOTDIR')
  })

  it.runIf(existsSync('/proc'))('that no folder takes are an error, and no loop', async () => {
    await expect(makeFolder('/proc/nn/x')).rejects.toThrow('ENOENT')
  })
})

describe('errors of the system', () => {
  it.each([
    ['ENOSPC', 'no room left on the disk'],
    ['EACCES', 'no permission'],
    ['EROFS', 'a disk that cannot be written'],
    ['EIO', 'an error of the system'],
  ])('%s is %s', async (code, meaning) => {
    const cause = Object.assign(new Error(`${code}: '/folder/.nn.tmp'`), { code })
    const error = await onPath('save', 'to write', 'x', () => Promise.reject(cause)).catch((error) => error)
    expect(error.message).toBe(`save: expected to write "x", got ${meaning} (${code})`)
    expect([error.code, error.path, error.cause]).toEqual([code, 'x', cause])
    expect(systemError('save', 'to write', 'x', code).message).toBe(error.message)
  })

  it('show the end of a path that is too long', () => {
    const { message } = systemError('load', 'a file', `${'p'.repeat(1e6)}/x`, 'ENAMETOOLONG')
    expect(message).toMatch(/^load: expected a file "…p+\/x", got a name that is too long/)
    expect(message.length).toBeLessThan(400)
  })

  it('are no others', async () => {
    for (const cause of [
      new RangeError('no'),
      Object.assign(new TypeError('no'), { code: 'ERR_NO' }),
      'no',
    ]) {
      await expect(onPath('save', 'to write', 'x', () => Promise.reject(cause))).rejects.toBe(cause)
    }
    expect(codeOf({ code: 'ENOENT' })).toBeUndefined()
    await expect(orElse(Promise.reject(new Error('no')), 1)).rejects.toThrow('no')
  })
})
