// Fails when pnpm-lock.yaml lacks a platform build (an exact-version optional dependency) of an installed package: such
// a lockfile works where it was written and breaks on other platforms. Fails too when it names a registry.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const PLATFORM = /(darwin|macos|win32|windows|linux)[-.]?(x64|arm64|64)(?!.*(musl|gnueabihf))/
const store = new URL('../node_modules/.pnpm/', import.meta.url)
const lock = readFileSync(new URL('../pnpm-lock.yaml', import.meta.url), 'utf8')

function manifestOf(entry) {
  const name = /^((?:@[^@+]+\+)?[^@]+)@/.exec(entry)?.[1]?.replace('+', '/')
  const file = name && new URL(`${entry}/node_modules/${name}/package.json`, store)
  return file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

const problems = []
for (const entry of readdirSync(store)) {
  const manifest = manifestOf(entry)
  // Entries that the lockfile does not name were left behind by an earlier install.
  if (!manifest || !lock.includes(`${manifest.name}@${manifest.version}`)) continue
  for (const [dependency, version] of Object.entries(manifest.optionalDependencies ?? {}))
    if (PLATFORM.test(dependency) && !lock.includes(`${dependency}@${version}`))
      problems.push(`${manifest.name}@${manifest.version} needs ${dependency}@${version}`)
}
for (const [url] of lock.matchAll(/https?:\/\/\S+\.tgz/g)) problems.push(`a tarball's address: ${url}`)
if (problems.length > 0) {
  console.error(
    `pnpm-lock.yaml: expected every platform's builds and no addresses, got:\n  ${problems.join('\n  ')}`,
  )
  process.exitCode = 1
}
