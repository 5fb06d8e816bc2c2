import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'

/** The folder of the test that runs. */
export let folder = ''

/** A path in it. */
export const at = (name: string): string => join(folder, name)

/** Gives each test of a file a folder of its own, which is removed after it. */
export function useFolder(): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nn-io-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
}
