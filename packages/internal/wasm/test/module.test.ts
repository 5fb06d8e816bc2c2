import { afterEach, expect, it, vi } from 'vitest'
import { compile, createMemory, type ModuleSource } from '../src/index.ts'
import { decode } from '../src/module.ts'

declare const WebAssembly: { validate(bytes: Uint8Array): boolean }

const empty: ModuleSource = { hex: '0061736d01000000', limitsAt: 0 }

afterEach(() => {
  vi.unstubAllGlobals()
})

it('hexadecimal digits are bytes', () => {
  expect([...decode('00097f80abff')]).toEqual([0, 9, 0x7f, 0x80, 0xab, 0xff])
})

it('a module is compiled', () => {
  expect(compile(empty, false)).not.toBeNull()
})

it('an instruction that the engine does not know makes no module', () => {
  expect(compile({ hex: '0061736d01000000ff', limitsAt: 0 }, false)).toBeNull()
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
