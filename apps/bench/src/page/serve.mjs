import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname } from 'node:path'
import { folder } from '../peers.mjs'

const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' }

// Isolated pages have shared memory, and clocks of 5 µs.
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'no-store',
}

/** Serves modules, the files that libraries load themselves, and for every other path a page that is empty but for `/NAME.js` of its path. */
export async function serve(modules) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    const send = (type) => response.writeHead(200, { ...HEADERS, 'Content-Type': type })
    const type = TYPES[extname(pathname)]
    const file = new URL(`.${pathname}`, folder)
    if (modules.has(pathname)) send(type).end(modules.get(pathname))
    else if (pathname.startsWith('/node_modules/') && existsSync(file))
      createReadStream(file).pipe(send(type))
    else if (type !== undefined) response.writeHead(404, HEADERS).end()
    else
      send('text/html').end(
        `<!doctype html><link rel="icon" href="data:,"><script type="module" src="${pathname}.js"></script>`,
      )
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}
