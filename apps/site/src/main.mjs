// pnpm run site [--port N]: serves the built site on loopback. With --build it only says where that is.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { serve } from './serve/serve.mjs'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))

/** @returns {{ build: boolean, port: number }} */
function optionsOf() {
  const { values } = parseArgs({
    options: { build: { type: 'boolean', default: false }, port: { type: 'string', default: '4173' } },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new RangeError(
      `--port: expected an integer from 0 to 65535, got ${values.port}; 0 takes any that is free`,
    )
  return { build: values.build, port }
}

try {
  const { build, port } = optionsOf()
  if (build) console.log(dist)
  else console.log(`${(await serve(dist, { port })).url}  (Ctrl-C ends it)`)
} catch (error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error)
  console.error(
    code === 'EADDRINUSE' ? '--port: expected a port that is free, got one in use; name another' : message,
  )
  process.exitCode = 1
}
