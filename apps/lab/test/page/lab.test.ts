import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { openLab } from '../../scripts/open-lab.mjs'
import { accessTests } from './access.ts'
import { exportTests } from './exports.ts'
import { isolationTests } from './isolation.ts'
import { keyboardTests } from './keyboard.ts'
import { linkTests } from './links.ts'
import { numberTests } from './numbers.ts'
import type { Lab } from './page.ts'
import { troubleTests } from './trouble.ts'

// One build and one browser for all.
let opened: Awaited<ReturnType<typeof openLab>> | undefined
const outDir = mkdtempSync(join(tmpdir(), 'lab-'))

beforeAll(async () => {
  opened = await openLab({ outDir })
})

afterAll(async () => {
  await opened?.close()
  rmSync(outDir, { recursive: true })
})

/** The lab, once it is there. */
function lab(): Lab {
  if (opened === undefined) throw new Error('the lab is not open')
  return opened
}

describe('numbers in Chromium', () => numberTests(lab))
describe('links', () => linkTests(lab))
describe('exported files', () => exportTests(lab))
describe('access', () => accessTests(lab))
describe('the keyboard alone', () => keyboardTests(lab))
describe('trouble', () => troubleTests(lab))
describe('code that readers type', () => isolationTests(lab))
