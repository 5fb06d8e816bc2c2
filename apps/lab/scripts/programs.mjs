// Prints the Python programs of test/program-states.ts as JSON, for python/run_programs.py.
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

const conditions = ['@nn/source', 'module', 'node', 'development|production']
const server = await createServer({
  configFile: false,
  root: fileURLToPath(new URL('..', import.meta.url)),
  logLevel: 'error',
  server: { middlewareMode: true, ws: false },
  ssr: { noExternal: true, resolve: { conditions } },
})
try {
  const { code } = await server.ssrLoadModule('/src/pictures/code.ts')
  const { PROGRAM_STATES } = await server.ssrLoadModule('/test/program-states.ts')
  const programs = []
  for (const { name, state } of PROGRAM_STATES) {
    const made = await code(state, { turn: async () => {} })
    for (const program of made.programs) {
      const isRun = ['torch', 'keras', 'jax'].includes(program.framework) && program.code !== ''
      if (isRun) programs.push({ state: name, framework: program.framework, code: program.code })
    }
  }
  process.stdout.write(`${JSON.stringify(programs, null, 1)}\n`)
} finally {
  await server.close()
}
