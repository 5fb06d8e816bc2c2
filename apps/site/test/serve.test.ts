import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve } from '../src/serve/serve.mjs'
import { dist } from './support/site.ts'

let server: Awaited<ReturnType<typeof serve>>

beforeAll(async () => {
  server = await serve(dist, { base: '/nn/' })
})
afterAll(() => server.close())

/** Status and type of what is served under a path, which is sent as it is. */
function get(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const sent = request({ hostname, port, path, agent: false }, (response) => {
      response.resume()
      resolve(`${response.statusCode} ${response.headers['content-type']}`)
    })
    sent.on('error', reject).end()
  })
}

describe('serve', () => {
  it.each([
    ['/nn/', '200 text/html; charset=utf-8'],
    ['/nn/api/%40nn/init/', '200 text/html; charset=utf-8'],
    ['/nn/hashmap.json?a=b', '200 application/json'],
    ['/nn/lab', '404 text/html; charset=utf-8'],
    ['/nn/nowhere.html', '404 text/html; charset=utf-8'],
    ['/', '404 text/html; charset=utf-8'],
    ['/nn/%', '404 text/html; charset=utf-8'],
    ['/nn/%00', '404 text/html; charset=utf-8'],
    ['/nn/../package.json', '404 text/html; charset=utf-8'],
    ['/nn/..%2fpackage.json', '404 text/html; charset=utf-8'],
  ])('%s: %s', async (path, answer) => {
    expect(await get(path)).toBe(answer)
  })
})
