import { createHash } from 'node:crypto'
import { cpu } from '@nn/backend-cpu'
import { expect, test } from 'vitest'
import { digits, spirals } from '../src/index.ts'

/** SHA-256 of the little-endian float32 values and of the labels as bytes, by Python's hashlib over `spirals()` and `digits()` of make_training.py. */
const PYTHON = {
  spirals: [
    'ba85e3df0d0d7305c51a1b1f9074d9ee6f73ce509ea0673c79bc64434a5ad66d',
    '3ef8f2279d1945b4b9198f0abe62cce6b6693fd4dd12b3eb01a2c4c18c23d02f',
  ],
  digits: [
    'b58e53709873b35c5f3d837476c6d500c22b1f2cdeae6b3a883175d013a06466',
    '511b4981145b0e7778278733afb9e7bf1a0918decf99b74c609036ca048e0573',
  ],
}

test.each([
  ['spirals', spirals, [180, 2]],
  ['digits', digits, [100, 1, 8, 8]],
] as const)('%s have the bits of Python', (name, make, shape) => {
  const { x, labels } = make(cpu)
  expect(x.shape).toEqual(shape)
  const hashes = [Float32Array.from(x.toArray()), Uint8Array.from(labels.toArray())].map((array) =>
    createHash('sha256').update(array).digest('hex'),
  )
  expect(hashes).toEqual(PYTHON[name])
})
