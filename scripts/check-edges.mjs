// check-edges.mjs [ROOT]: fails when packages, folders or files depend on each other in a way that they may not.
import { fileURLToPath } from 'node:url'
import { edgeProblems } from './edges/check.mjs'

const [root = fileURLToPath(new URL('..', import.meta.url))] = process.argv.slice(2)
const problems = edgeProblems(root)
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exitCode = 1
}
