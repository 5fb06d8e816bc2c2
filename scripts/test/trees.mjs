import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A temporary folder with these files, by their paths; gone after the test. */
export function plant(files) {
  const root = mkdtempSync(join(tmpdir(), 'nn-tree-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

/** The text of a manifest. */
export function manifest(name, members = {}) {
  return JSON.stringify({ name, version: '0.1.0', ...members })
}
