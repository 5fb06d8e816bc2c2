import { readFileSync, writeFileSync } from 'node:fs'
import { publishedFolders } from './entries.mjs'

/**
 * Writes one page of what changed in every package, from their change logs.
 *
 * @param {string} file
 */
export function writeChangeLog(file) {
  const logs = publishedFolders().map((folder) => readFileSync(new URL('CHANGELOG.md', folder), 'utf8'))
  const head = '---\ntitle: Changes\ngroup: Promises\norder: 90\noutline: [2, 3]\n---\n\n# Changes\n\n'
  const intro = 'What changed in each package, by version. Each is versioned on its own.\n\n'
  writeFileSync(file, head + intro + logs.map(deeper).join('\n'))
}

/** A document as a section of another: its headings one level deeper. @param {string} text */
function deeper(text) {
  return text.replace(/^#/gm, '##')
}
