// The repository's home has one place, the member `repository` of the root's package.json, which the owner writes when there is one:
//   "repository": "https://github.com/OWNER/NAME"
// `home.mjs write` copies it to the packages, `home.mjs require` refuses to go on without it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { manifestOf, publishedPackages } from './tree.mjs'

const HOME = /^https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+$/

/** The members of a package's manifest that name its home; none without a home. */
export function homeMembers(home, folder) {
  if (home === undefined) return {}
  return {
    homepage: `${home}/tree/main/${folder}#readme`,
    bugs: `${home}/issues`,
    repository: { type: 'git', url: `git+${home}.git`, directory: folder },
  }
}

/** The home that the root's manifest names. @throws Error if it is no address of a repository */
export function homeOf(root) {
  const { repository } = manifestOf(root)
  if (repository === undefined || HOME.test(repository)) return repository
  throw new Error(`package.json: expected repository to be https://HOST/OWNER/NAME, got ${repository}`)
}

/** What packages say about their home that the root does not, one line each. */
export function homeProblems(root) {
  const home = homeOf(root)
  return publishedPackages(root)
    .filter(({ folder, manifest: { homepage, bugs, repository } }) => {
      const expected = {
        homepage: undefined,
        bugs: undefined,
        repository: undefined,
        ...homeMembers(home, folder),
      }
      return JSON.stringify({ homepage, bugs, repository }) !== JSON.stringify(expected)
    })
    .map(
      ({ folder }) =>
        `${folder}: expected homepage, bugs and repository as of the root's package.json; run node scripts/release/home.mjs write`,
    )
}

/** Writes the home into every package. */
export function writeHome(root) {
  const home = homeOf(root)
  for (const { folder, manifest } of publishedPackages(root)) {
    const { homepage, bugs, repository, ...others } = manifest
    const entries = Object.entries(others)
    const at = entries.findIndex(([name]) => name === 'license')
    entries.splice(at < 0 ? entries.length : at, 0, ...Object.entries(homeMembers(home, folder)))
    writeFileSync(
      join(root, folder, 'package.json'),
      `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`,
    )
  }
}

/** Why nothing may be published yet, one line each. */
export function releaseProblems(root) {
  if (homeOf(root) === undefined) {
    const cure =
      'write "repository": "https://HOST/OWNER/NAME" there, then run node scripts/release/home.mjs write'
    return [`package.json: expected the home of the repository, got none; ${cure}`]
  }
  return homeProblems(root)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, root = fileURLToPath(new URL('../..', import.meta.url))] = process.argv.slice(2)
  if (command === 'write') writeHome(root)
  const problems = command === 'require' ? releaseProblems(root) : homeProblems(root)
  if (problems.length > 0) {
    console.error(problems.join('\n'))
    process.exitCode = 1
  }
}
