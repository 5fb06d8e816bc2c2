import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
}

/**
 * Serves the files of a folder on loopback, as any host of static files does: `index.html` for a folder, `404.html` for what is not there.
 *
 * @param {string} folder
 * @param {{ port?: number, base?: string }} [options] `port`: 0 (default) takes any that is free; `base`: the path that stands for the folder.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve(folder, { port = 0, base = '/' } = {}) {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost')
    const file = pathname.startsWith(base) ? fileOf(folder, pathname.slice(base.length)) : undefined
    const path = file ?? join(folder, '404.html')
    response.writeHead(file === undefined ? 404 : 200, {
      'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
      'Cache-Control': 'no-cache',
    })
    createReadStream(path).pipe(response)
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(undefined))
  })
  const address = server.address()
  const used = typeof address === 'object' ? address?.port : port
  return {
    url: `http://127.0.0.1:${used}${base}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** The file that an address means, if it means one. @param {string} folder @param {string} path */
function fileOf(folder, path) {
  try {
    const asked = join(folder, normalize(`/${decodeURIComponent(path)}`))
    const file = asked.endsWith('/') ? `${asked}index.html` : asked
    return statSync(file).isFile() ? file : undefined
  } catch {
    // No such file, or no address of any.
    return undefined
  }
}
