import { describe, expect, it } from 'vitest'
import { encode } from '../encode.mjs'
import {
  compile,
  createMemory,
  type Helper,
  instantiate,
  type ModuleSource,
  startHelper,
} from '../src/index.ts'

declare const setTimeout: (then: () => void, milliseconds: number) => unknown

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds))

const text = (name: string): number[] => [name.length, ...Array.from(name, (char) => char.charCodeAt(0))]
const section = (id: number, body: readonly number[]): number[] => [id, body.length, ...body]

/** `put(at, value)` stores a word and returns it, on a memory of one or two pages. */
const bytes = /* @__PURE__ */ Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [1, 0x60, 2, 0x7f, 0x7f, 1, 0x7f]),
  ...section(2, [1, ...text('env'), ...text('memory'), 2, 1, 1, 2]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...text('put'), 0, 0]),
  ...section(10, [1, 11, 0, 0x20, 0, 0x20, 1, 0x36, 2, 0, 0x20, 1, 0x0b]),
])

/** The module as the build script writes one: the limits of its memory are behind the two names of the import. */
const put: ModuleSource = {
  text: encode(bytes),
  limitsAt: 8 + section(1, [1, 0x60, 2, 0x7f, 0x7f, 1, 0x7f]).length + 2 + 1 + 4 + 7 + 1,
}

interface Exports {
  put(at: number, value: number): number
}

describe.each([false, true])('a module on a memory, shared: %s', (isShared) => {
  it('works on it', () => {
    const memory = createMemory(2, isShared)!
    expect(memory.buffer.byteLength).toBe(2 * 65536)
    expect(memory.buffer instanceof ArrayBuffer).toBe(!isShared)
    instantiate<Exports>(compile(put, isShared)!, memory).put(8, -5)
    expect(new Int32Array(memory.buffer)[2]).toBe(-5)
  })
})

async function started(helper: Helper): Promise<void> {
  while (!helper.isReady()) await pause(20)
}

describe('a helper', () => {
  const memory = createMemory(1, true)!
  const module = compile(put, true)!
  const start = { memory, modules: [module, module], kernels: [[1, 'put']], address: 1024 } as const
  const words = new Int32Array(memory.buffer)

  it('takes tasks in turn, one while it does another, from sleep too', async () => {
    const helper = startHelper(start)!
    await started(helper)
    expect(helper.isFree()).toBe(true)
    for (const value of [3, 4, -5]) {
      const first = helper.give(0, [16, value - 1])
      const second = helper.give(0, [16, value])
      expect(helper.join(second)).toBe(true)
      expect([helper.isDone(first), helper.isDone(second), helper.isDone(second + 1)]).toEqual([
        true,
        true,
        false,
      ])
      expect([helper.result(first), helper.result(second)]).toEqual([value - 1, value])
      expect(helper.isFree()).toBe(true)
      expect(words[4]).toBe(value)
      await pause(5) // longer than it stays awake
      expect(words[4]).toBe(value)
    }
  })

  it('may fail to start, which is nobody else’s error', async () => {
    const helper = startHelper({ ...start, kernels: [[2, 'put']], address: 2048 })! // there is no module 2
    expect(helper.hasFailed()).toBe(false)
    while (!helper.hasFailed()) await pause(20)
    expect([helper.hasFailed(), helper.isReady(), helper.isFree()]).toEqual([true, false, false])
  })

  it('is null where none may be started', () => {
    expect(startHelper({ ...start, modules: [() => {}] })).toBe(null) // cannot be sent
  })
})
