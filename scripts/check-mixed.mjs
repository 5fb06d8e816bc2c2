// Two versions of one package in one project: compiles, strictly and with the packages' own declarations, and runs the program of the
// README in every mixture that npm can leave.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { arrange, mixtures } from './mixed/layouts.mjs'
import { programs } from './mixed/programs.mjs'
import { pack } from './packages/tarballs.mjs'
import { publishedPackages } from './release/tree.mjs'

const TSC = fileURLToPath(new URL('node_modules/.bin/tsc', import.meta.url))

const OPTIONS = {
  ...{ target: 'ES2022', module: 'NodeNext', lib: ['ES2023', 'DOM'], types: [], outDir: 'out' },
  ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
}

/** What programs are neither compiled nor run with, most of the files: it is not to be copied for every mixture. */
const UNUSED = ['--exclude=*.map', '--exclude=package/src']

function unpack(folder) {
  const tarballs = pack(join(folder, 'tarballs'))
  for (const [name, file] of Object.entries(tarballs)) {
    const target = join(folder, 'unpacked', name)
    mkdirSync(target, { recursive: true })
    execFileSync('tar', ['-xzf', file, '-C', target, '--strip-components=1', ...UNUSED])
  }
  return join(folder, 'unpacked')
}

/** What the compiler or the programs say against a project; nothing if all is well. */
function complaintOf(project, mixture) {
  const texts = programs(mixture)
  const config = { compilerOptions: OPTIONS, files: Object.keys(texts) }
  const settings = { 'package.json': { private: true, type: 'module' }, 'tsconfig.json': config }
  for (const [file, value] of Object.entries(settings))
    writeFileSync(join(project, file), JSON.stringify(value))
  for (const [file, code] of Object.entries(texts)) writeFileSync(join(project, file), code)
  try {
    const options = { cwd: project, stdio: 'pipe', encoding: 'utf8', shell: process.platform === 'win32' }
    execFileSync(TSC, ['-p', '.'], options)
    for (const file of config.files) execFileSync('node', [`out/${file.replace('.ts', '.js')}`], options)
    return undefined
  } catch ({ message, stdout = message, stderr = '' }) {
    return `${stdout}${stderr}`.split('\n').slice(0, 40).join('\n')
  }
}

const folder = mkdtempSync(join(tmpdir(), 'nn-mixed-'))
try {
  const unpacked = unpack(folder)
  const manifests = publishedPackages('.').map(({ manifest }) => manifest)
  for (const [i, mixture] of mixtures(manifests).entries()) {
    const project = join(folder, `project-${i}`)
    arrange(project, unpacked, mixture)
    const complaint = complaintOf(project, mixture)
    const what = `${mixture.name} 0.2.0, and 0.1.0 in ${mixture.nestedIn.join(', ')}`
    if (complaint === undefined) console.log(`${what}: compiles and runs`)
    else console.error(`${what}:\n${complaint}`)
    if (complaint !== undefined) process.exitCode = 1
    rmSync(project, { recursive: true })
  }
} finally {
  rmSync(folder, { recursive: true })
}
