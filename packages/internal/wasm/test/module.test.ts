import { afterEach, expect, it, vi } from 'vitest'
import { encode } from '../encode.mjs'
import { compile, createMemory, type ModuleSource } from '../src/index.ts'
import { decode } from '../src/module.ts'

declare const WebAssembly: { validate(bytes: Uint8Array): boolean }

const MAGIC = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
const empty: ModuleSource = { text: encode(MAGIC), limitsAt: 0 }

afterEach(() => {
  vi.unstubAllGlobals()
})

it('bytes are printable characters and back', () => {
  const all = Array.from({ length: 256 }, (_, byte) => byte)
  expect(encode(all)).toMatch(/^[ -~]{419}$/)
  expect([...decode(encode(all))]).toEqual(all)
  expect([...decode(encode([]))]).toEqual([])
})

it('a module is compiled', () => {
  expect(compile(empty, false)).not.toBeNull()
})

it('an instruction that the engine does not know makes no module', () => {
  expect(compile({ text: encode([...MAGIC, 255]), limitsAt: 0 }, false)).toBeNull()
})

it('a page that forbids compilation has no modules', () => {
  class Module {
    constructor() {
      throw new Error('blocked by Content Security Policy')
    }
  }
  vi.stubGlobal('WebAssembly', { validate: WebAssembly.validate, Module })
  expect(compile(empty, false)).toBeNull()
})

it('a process without addresses has no memory', () => {
  class Memory {
    constructor() {
      throw new RangeError('could not allocate memory')
    }
  }
  vi.stubGlobal('WebAssembly', { Memory })
  expect([createMemory(1, false), createMemory(1, true)]).toEqual([null, null])
})
