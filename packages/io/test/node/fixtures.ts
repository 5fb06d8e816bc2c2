import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { RawTensor } from '../../src/index.ts'

const folder = new URL('../fixtures/', import.meta.url)

/** The bytes of a file that a real library wrote, or of one made to be refused. */
export function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(path, folder)))
}

/** The manifest of a folder of fixtures. */
export function manifest<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`${path}/manifest.json`, folder), 'utf8')) as T
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The first complex numbers of raw elements, real and imaginary parts. */
export function complexOf({ bytes }: RawTensor): [number, number][] {
  const parts = new Float32Array(bytes.slice().buffer)
  return Array.from({ length: Math.min(6, parts.length / 2) }, (_, i) => [parts[2 * i]!, parts[2 * i + 1]!])
}

/** A complex number as Python writes it. */
export function parseComplex(text: unknown): [number, number] {
  const [, real = 0, imaginary] = /^\(?(?:(.*[^e(])(?=[+-]))?(.+)j\)?$/.exec(String(text)) ?? []
  return [Number(real), Number(imaginary)]
}

/** A value as the manifests write it: strings where JSON has no such number. */
export function shown(value: number | boolean): number | string | boolean {
  if (typeof value === 'boolean' || (Number.isFinite(value) && !Object.is(value, -0))) return value
  return { NaN: 'nan', Infinity: 'inf', '-Infinity': '-inf', '0': '-0.0' }[String(value)]!
}
