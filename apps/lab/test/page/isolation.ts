import { expect, test } from 'vitest'
import { encodeState } from '../../src/link/codec.ts'
import { DEFAULT_STATE } from '../../src/state/defaults.ts'
import { closePage, type Lab, openPage } from './page.ts'

/** What is told of code in place of weights, as a test of what it can do. */
async function told(lab: Lab, code: string): Promise<string> {
  const init = { ...DEFAULT_STATE.init, weight: { name: 'custom', code } } as const
  const page = await openPage(lab, encodeState({ ...DEFAULT_STATE, depth: 2, width: 8, batch: 4, init }))
  const area = page.getByLabel('(request) => values')
  await expect.poll(() => area.getAttribute('aria-invalid'), { timeout: 60_000 }).toBe('true')
  const text = await page.locator(`#${await area.getAttribute('aria-describedby')}`).innerText()
  await closePage(page)
  return text
}

/** What code could reach a network, storage, other threads or the page by. */
const DOORS = [
  ...[
    'fetch',
    'XMLHttpRequest',
    'WebSocket',
    'WebSocketStream',
    'EventSource',
    'WebTransport',
    'importScripts',
  ],
  ...['indexedDB', 'caches', 'cookieStore', 'navigator', 'location', 'BroadcastChannel', 'MessageChannel'],
  ...[
    'Worker',
    'SharedWorker',
    'FontFace',
    'Notification',
    'Request',
    'URL',
    'postMessage',
    'addEventListener',
  ],
  ...['setTimeout', 'setInterval', 'eval', 'close', 'WorkerGlobalScope', 'EventTarget'],
]

/** Code that readers type computes, and does nothing else. */
export function isolationTests(lab: () => Lab): void {
  test('code sees nothing that talks to the outside, on the worker or its prototypes', async () => {
    const code = `() => {
      const names = ${JSON.stringify([...DOORS, 'Float32Array'])}
      const seen = new Set()
      for (let holder = globalThis; holder !== Object.prototype; holder = Object.getPrototypeOf(holder))
        for (const name of names) if (Reflect.get(holder, name, globalThis) !== undefined) seen.add(name)
      throw new Error('seen: ' + [...seen].join())
    }`
    // The one that computes shows that they are looked for.
    expect(await told(lab(), code)).toContain('got Error: seen: Float32Array')
  })

  test('code makes no functions of text', async () => {
    const code = `() => {
      const makers = [() => {}, async () => {}, function* () {}, async function* () {}].map((fn) => fn.constructor)
      const made = [Function, ...makers].filter((make) => {
        try {
          return make('return 1') !== undefined
        } catch {
          return false
        }
      })
      throw new Error('made: ' + made.length + ' of ' + makers.length)
    }`
    expect(await told(lab(), code)).toContain('got Error: made: 0 of 4')
  })

  test('code loads no modules', async () => {
    expect(await told(lab(), '() => import("./index.js")')).toContain('expected code without import')
  })
}
