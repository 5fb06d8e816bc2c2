import { message, show, wrongKind } from '@nn/check'
import type { Source } from './source.ts'

const WHERE = 'httpSource'

/**
 * The source at an address, read by HTTP range requests: of a file of gigabytes only the bytes that are read travel.
 *
 * @param init Options of every `fetch`, such as headers.
 * @throws Error if the server does not answer with the range that was asked for; TypeError if url or init are neither.
 * @example
 * ```ts
 * import { httpSource, openSafetensors } from '@nn/io'
 * const openRemote = async (url: string) => openSafetensors(await httpSource(url))
 * typeof openRemote // => 'function'
 * ```
 */
export async function httpSource(url: string | URL, init: RequestInit = {}): Promise<Source> {
  if (typeof url !== 'string' && !(url instanceof URL)) {
    throw wrongKind(WHERE, 'a URL', url)
  }
  if (typeof init !== 'object' || init === null) {
    throw wrongKind(WHERE, 'options of fetch', init)
  }
  const first = await fetchRange(url, init, 0, 0)
  await first.body?.cancel()
  return {
    size: sizeOf(url, first),
    read: async (into, position) => {
      if (into.length === 0) return
      const response = await fetchRange(url, init, position, position + into.length - 1)
      const bytes = new Uint8Array(await response.arrayBuffer())
      if (bytes.length !== into.length) {
        throw new Error(message(WHERE, `${into.length} bytes of ${url}`, String(bytes.length)))
      }
      into.set(bytes)
    },
  }
}

/** The answer with the bytes `[first, last]`. */
async function fetchRange(
  url: string | URL,
  init: RequestInit,
  first: number,
  last: number,
): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('Range', `bytes=${first}-${last}`)
  const response = await fetch(url, { ...init, headers })
  if (response.status === 206) return response
  await response.body?.cancel()
  const got = `${response.status} ${response.statusText}`.trim()
  throw new Error(message(WHERE, `206 Partial Content of ${url}`, got, 'does it take ranges?'))
}

function sizeOf(url: string | URL, response: Response): number {
  const range = response.headers.get('Content-Range')
  const size = Number(/\/(\d+)$/.exec(range ?? '')?.[1] ?? Number.NaN)
  if (Number.isSafeInteger(size)) return size
  throw new Error(message(WHERE, `a size in the Content-Range of ${url}`, show(range)))
}
