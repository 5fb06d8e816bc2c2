import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cpu } from '@nn/backend-cpu'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { encodeSafetensors, httpSource, openSafetensors } from '../../src/index.ts'

const given = { a: cpu.ones([1000]), b: cpu.arange(10), c: cpu.zeros([500, 2]) }
const bytes = encodeSafetensors(given)

/** A request for `[first, last]`, and its answer. */
interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly first: number
  readonly last: number
}

const part = ({ first, last }: Exchange) => bytes.subarray(first, last + 1)
const range = ({ first, last }: Exchange) => ({ 'Content-Range': `bytes ${first}-${last}/${bytes.length}` })
/** The answer of a sound server, with more headers. */
const sound = (exchange: Exchange, headers: object = {}) =>
  exchange.response.writeHead(206, { ...range(exchange), ...headers }).end(part(exchange))

let server: Server
let url = ''
let answer: (exchange: Exchange) => void = sound
let sent = 0
beforeAll(async () => {
  server = createServer((request, response) => {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    answer({ request, response, first: Number(first), last: Number(last) })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model`
})
beforeEach(() => {
  answer = sound
  sent = 0
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('a source over HTTP', () => {
  it('asks for what is read, as it is', async () => {
    const file = await openSafetensors(await httpSource(url))
    const asked: unknown[] = []
    answer = (exchange) => {
      asked.push(exchange.request.headers['accept-encoding'])
      sent += part(exchange).length
      sound(exchange)
    }
    expect((await file.tensor('b', cpu)).equals(given.b)).toBe(true)
    expect([sent, ...asked]).toEqual([40, 'identity'])
  })

  it('names its address in messages about the file', async () => {
    answer = ({ response, first, last }) => {
      response
        .writeHead(206, { 'Content-Range': `bytes ${first}-${last}/3` })
        .end('abc'.slice(first, last + 1))
    }
    await expect(openSafetensors(await httpSource(url))).rejects.toThrow(
      `${url}: expected at least 8 bytes, got 3`,
    )
  })

  it('of nothing has no bytes', async () => {
    answer = ({ response }) => response.writeHead(416, { 'Content-Range': 'bytes */0' }).end()
    expect((await httpSource(url)).size).toBe(0)
  })

  it.each<[string, (exchange: Exchange) => void]>([
    ['206 Partial Content of URL, got 200 OK; does it take ranges?', ({ response }) => response.end(bytes)],
    ['206 Partial Content of URL, got 404 Not Found', ({ response }) => response.writeHead(404).end()],
    [
      'a Content-Range of bytes 0-0 of URL, got null; does the server expose the header',
      ({ response }) => response.writeHead(206).end('a'),
    ],
    [
      'a Content-Range of bytes 0-0 of URL, got "bytes 1-1/9"',
      ({ response }) => response.writeHead(206, { 'Content-Range': 'bytes 1-1/9' }).end('a'),
    ],
    [
      'a Content-Range of bytes 0-0 of URL, got "bytes 0-0/*"',
      ({ response }) => response.writeHead(206, { 'Content-Range': 'bytes 0-0/*' }).end('a'),
    ],
    [
      'the bytes of URL as they are, got "x-zip"',
      (exchange) => sound(exchange, { 'Content-Encoding': 'x-zip' }),
    ],
    ['an answer of URL, got other side closed', ({ response }) => response.destroy()],
  ])('is refused where the first answer is not: %s', async (message, first) => {
    answer = first
    await expect(httpSource(url)).rejects.toThrow(`httpSource: expected ${message.replace('URL', url)}`)
  })

  it.each<[string, (exchange: Exchange) => void]>([
    [
      'a Content-Range of bytes 0-7 of URL, got "bytes 8-15/',
      (exchange) => sound({ ...exchange, first: 8, last: 15 }),
    ],
    [
      '8 bytes of URL, got 7',
      (exchange) => exchange.response.writeHead(206, range(exchange)).end(bytes.subarray(0, 7)),
    ],
    [
      '8 bytes of URL, got more',
      (exchange) => exchange.response.writeHead(206, range(exchange)).end(bytes.subarray(0, 9)),
    ],
    [
      'an answer of URL, got',
      (exchange) => {
        exchange.response.writeHead(206, { ...range(exchange), 'Content-Length': 8 }).write('abc')
        setTimeout(() => exchange.response.destroy(), 20)
      },
    ],
    [
      `URL as it was opened (${bytes.length} bytes, null), got ${bytes.length + 1} bytes, null; open it again`,
      ({ response }) =>
        response
          .writeHead(206, { 'Content-Range': `bytes 0-7/${bytes.length + 1}` })
          .end(bytes.subarray(0, 8)),
    ],
    [
      `URL as it was opened (${bytes.length} bytes, null), got ${bytes.length} bytes, "b"`,
      (exchange) => sound(exchange, { ETag: '"b"' }),
    ],
  ])('refuses on reading: %s', async (message, later) => {
    const source = await httpSource(url)
    answer = later
    const into = new Uint8Array(8)
    await expect(source.read(into, 0)).rejects.toThrow(`httpSource: expected ${message.replace('URL', url)}`)
  })

  it.each(['ETag', 'Last-Modified'])('knows a file that was replaced by its %s', async (header) => {
    answer = (exchange) => sound(exchange, { [header]: '"one"' })
    const file = await openSafetensors(await httpSource(url))
    expect((await file.tensor('b', cpu)).equals(given.b)).toBe(true)
    answer = (exchange) => sound(exchange, { [header]: '"two"' })
    await expect(file.tensor('b', cpu)).rejects.toThrow(
      `httpSource: expected ${url} as it was opened (${bytes.length} bytes, "one"), got ${bytes.length} bytes, "two"`,
    )
  })

  it('takes no more of an endless answer than was asked for', async () => {
    const source = await httpSource(url)
    const chunk = new Uint8Array(1 << 16)
    answer = (exchange) => {
      const { response } = exchange
      response.writeHead(206, range(exchange))
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length
        response.once('drain', more)
      }
      more()
    }
    await expect(source.read(new Uint8Array(8), 0)).rejects.toThrow('httpSource: expected 8 bytes of')
    // What the sockets hold, and not the 600 MB that it would go on to send.
    expect(sent).toBeLessThan(20e6)
  })

  it('is aborted by its signal, with the reason', async () => {
    const controller = new AbortController()
    const source = await httpSource(url, { signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(source.read(new Uint8Array(8), 0)).rejects.toThrow(/^enough$/)
  })
})
