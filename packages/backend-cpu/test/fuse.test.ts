import { decode } from '@nn/wasm'
import { expect, test } from 'vitest'
import { matmul } from '../src/generated/matmul.ts'
import { fuse } from '../src/simd/module.ts'

const [MUL, ADD, MADD, NOP] = ['fde601', 'fde401', 'fd8502', '010101']

test('a product whose sum with a local variable follows becomes one instruction', () => {
  const code = `2000 2001 ${MUL} 2002 ${ADD}`.replaceAll(' ', '')
  expect([...fuse(decode(code))]).toEqual([...decode(`20002001${NOP}2002${MADD}`)])
})

test.for([
  ['a sum alone', `20002001${ADD}`],
  ['a product alone', `20002001${MUL}2102`],
  ['a product that is a constant later added to', `20002001${MUL}4102${ADD}`],
])('%s stays as it is', ([, code]) => {
  expect([...fuse(decode(code!))]).toEqual([...decode(code!)])
})

test('every multiply-add of the product is fused: 8 of a tile, 8 of dots, 8 of slide', () => {
  const hex = Array.from(fuse(decode(matmul)), (byte) => byte.toString(16).padStart(2, '0')).join('')
  expect(hex.split(MADD)).toHaveLength(1 + 24)
})
