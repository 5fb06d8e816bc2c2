import { ending, message, show, wrongKind } from '@nn/check'
import type { Source } from './source.ts'

const WHERE = 'httpSource'

/** A file on a server: its address, and what tells its versions apart. */
interface Remote {
  readonly url: string
  readonly init: RequestInit
  /** Of the first answer; undefined before it. */
  readonly first?: Version
}

/** What an answer says about the whole file. */
interface Version {
  readonly size: number
  /** Its ETag, else the time of its last change; null where the server gives neither, or a page may not see it. */
  readonly tag: string | null
}

/**
 * The source at an address, read by HTTP range requests: of a file of gigabytes only the bytes that are read travel. What the
 * server sends is held against what was asked for: the range, the size, and the version by its ETag or Last-Modified, so that a file
 * that is replaced meanwhile is an error and no mixture. Nothing is kept of an answer that is too long.
 *
 * @param init Options of every `fetch`, such as headers.
 * @throws Error if the server cannot be reached, or does not answer with the bytes that were asked for; TypeError if url or init
 * are neither. What `init.signal` aborts rejects with its reason.
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
  const remote = { url: String(url), init }
  const { body, version } = await fetchRange(remote, 0, 0)
  await body?.cancel()
  return {
    size: version.size,
    name: remote.url,
    read: async (into, position) => {
      if (into.length === 0) return
      const last = position + into.length - 1
      await fill(remote, into, (await fetchRange({ ...remote, first: version }, position, last)).body)
    },
  }
}

/** The body of the answer with the bytes `[first, last]`, and what it says about the file. */
async function fetchRange(
  remote: Remote,
  first: number,
  last: number,
): Promise<{ readonly body: Response['body']; readonly version: Version }> {
  const headers = headersOf(remote.init)
  headers.set('Range', `bytes=${first}-${last}`)
  const response = await reach(remote, () => fetch(remote.url, { ...remote.init, headers }))
  try {
    return { body: response.body, version: checkAnswer(remote, response, `${first}-${last}`) }
  } catch (error) {
    await response.body?.cancel()
    throw error
  }
}

/** The headers of `init`. What is wrong with them differs between engines: it is the cause. @throws TypeError if they are none */
function headersOf({ headers }: RequestInit): Headers {
  try {
    return new Headers(headers)
  } catch (cause) {
    throw new TypeError(message(WHERE, 'headers of fetch', show(headers)), { cause })
  }
}

/** @throws Error unless an answer has the range that was asked for, as it is, of the version that was opened */
function checkAnswer({ url: address, first }: Remote, response: Response, asked: string): Version {
  const url = ending(address)
  const { status, statusText, headers } = response
  const tag = headers.get('ETag') ?? headers.get('Last-Modified')
  const given = headers.get('Content-Range')
  // Of nothing there is no range: the answer says so, with the size.
  if (status === 416 && first === undefined && /^bytes \*\/0$/.test(given ?? '')) return { size: 0, tag }
  if (status !== 206) {
    throw refusal(`206 Partial Content of ${url}`, `${status} ${statusText}`.trim(), 'does it take ranges?')
  }
  // Of a range, fetch asks for the bytes as they are.
  const encoding = headers.get('Content-Encoding') ?? 'identity'
  if (encoding !== 'identity') throw refusal(`the bytes of ${url} as they are`, show(encoding))
  const [, range, digits] = /^bytes (\d+-\d+)\/(\d+)$/.exec(given ?? '') ?? []
  const size = Number(digits ?? Number.NaN)
  if (range !== asked || !Number.isSafeInteger(size)) {
    const cure = given === null ? 'does the server expose the header to pages?' : undefined
    throw refusal(`a Content-Range of bytes ${asked} of ${url}`, show(given), cure)
  }
  if (first === undefined || (first.size === size && first.tag === tag)) return { size, tag }
  const opened = `${first.size} bytes, ${first.tag}`
  throw refusal(`${url} as it was opened (${opened})`, `${size} bytes, ${tag}`, 'open it again')
}

/** Fills an array with a body, of which no more is taken than fits. */
async function fill(remote: Remote, into: Uint8Array, body: Response['body']): Promise<void> {
  const expected = `${into.length} bytes of ${ending(remote.url)}`
  const reader = body?.getReader()
  let at = 0
  for (;;) {
    const { done, value } = (await reach(remote, async () => reader?.read())) ?? { done: true }
    if (done) break
    if (at + value.length > into.length) {
      await reader?.cancel()
      throw refusal(expected, 'more')
    }
    into.set(value, at)
    at += value.length
  }
  if (at < into.length) throw refusal(expected, String(at))
}

/** What a step of the exchange gives. Its failures differ between engines: they are the cause. */
async function reach<T>({ url, init }: Remote, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
    const got = inner instanceof Error ? ending(inner.message) : show(inner)
    throw Object.assign(refusal(`an answer of ${ending(url)}`, got), { cause })
  }
}

function refusal(expected: string, got: string, cure?: string): Error {
  return new Error(message(WHERE, expected, got, cure))
}
