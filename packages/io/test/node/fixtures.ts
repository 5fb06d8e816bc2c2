import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

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

/** A value as the manifests write it: strings where JSON has no such number. */
export function shown(value: number | boolean): number | string | boolean {
  if (typeof value === 'boolean' || (Number.isFinite(value) && !Object.is(value, -0))) return value
  return { NaN: 'nan', Infinity: 'inf', '-Infinity': '-inf', '0': '-0.0' }[String(value)]!
}
