import { afterEach, describe, expect, it } from 'vitest'
import { compute } from '../src/pictures/compute.ts'
import { DEFAULT_STATE } from '../src/state/defaults.ts'
import { ProblemError } from '../src/state/problem.ts'
import type { LabState } from '../src/state/state.ts'
import { createClient, type LabClient, type LabWorker } from '../src/worker/client.ts'
import { CancelledError, rest, Task } from '../src/worker/task.ts'
import { MemoryWorker, StuckWorker } from './memory-worker.ts'

const STATE: LabState = { ...DEFAULT_STATE, depth: 3, width: 16, batch: 8 }
const custom = (code: string): LabState => ({
  ...STATE,
  init: { ...STATE.init, weight: { name: 'custom', code } },
})
const LIMITS = { silence: 150, cancel: 100 }

const clients: LabClient[] = []
afterEach(() => {
  for (const client of clients.splice(0)) client.close()
  expect(MemoryWorker.living.size).toBe(0)
})

/** A client of these workers, one after the other, and then of workers in memory; and those that it took. */
function clientOf(...first: LabWorker[]): { client: LabClient; taken: LabWorker[] } {
  const taken: LabWorker[] = []
  const spawn = (): LabWorker => {
    const worker = first[taken.length] ?? new MemoryWorker()
    taken.push(worker)
    return worker
  }
  const client = createClient(spawn, LIMITS)
  clients.push(client)
  return { client, taken }
}

describe('a question', () => {
  it('is answered with the numbers of Node', async () => {
    const { client } = clientOf()
    const expected = await compute('forward', STATE, { turn: async () => {} })
    expect(await client.ask('forward', STATE)).toEqual(expected)
  })

  it('is cancelled by a newer one of the same picture, and by no other', async () => {
    const { client } = clientOf()
    const [older, other] = [client.ask('forward', STATE), client.ask('weights', STATE)]
    const newer = client.ask('forward', { ...STATE, seed: 7 })
    await expect(older).rejects.toMatchObject({ name: 'AbortError' })
    expect((await other).parameters).toHaveLength(8)
    expect(await newer).not.toEqual(await client.ask('forward', STATE))
  })

  it('is cancelled by its signal, before and after it was asked', async () => {
    const { client, taken } = clientOf()
    const controller = new AbortController()
    const asked = client.ask('forward', STATE, { signal: controller.signal })
    controller.abort()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
    await expect(client.ask('forward', STATE, { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    })
    await client.ask('network', STATE)
    expect(taken).toHaveLength(1)
  })

  it('of a state that cannot be says at which field', async () => {
    const { client } = clientOf()
    const init = { ...STATE.init, weight: { name: 'dirac', options: {} } }
    const failed = client.ask('forward', { ...STATE, init })
    await expect(failed).rejects.toBeInstanceOf(ProblemError)
    await expect(failed).rejects.toMatchObject({
      problems: [{ field: 'weight', text: expect.stringMatching(/^0\.weight: expected .*dirac/) }],
    })
    expect((await client.ask('forward', STATE)).rows).toHaveLength(4)
  })

  it('of a file of weights is answered with its bytes', async () => {
    const { client } = clientOf()
    const bytes = await client.ask('npz', STATE)
    // A zip file begins so.
    expect([...bytes.subarray(0, 4)]).toEqual([0x50, 0x4b, 3, 4])
    expect(bytes).toEqual(await compute('npz', STATE, { turn: async () => {} }))
  })

  it('is rejected when the client is closed', async () => {
    const { client } = clientOf()
    const asked = client.ask('forward', STATE)
    client.close()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('a worker that does not answer', () => {
  it('is ended where it works on code, which is told where it was typed; the others are asked again', async () => {
    const stuck = new StuckWorker()
    const { client, taken } = clientOf(stuck)
    const [looping, other] = [client.ask('forward', custom('while (true) {}')), client.ask('network', STATE)]
    await expect(looping).rejects.toMatchObject({
      problems: [
        { field: 'weight', text: 'expected code that ends, got none within 0.15 s; it was stopped' },
      ],
    })
    expect((await other).total).toBeGreaterThan(0)
    expect(stuck.isEnded).toBe(true)
    expect(taken).toHaveLength(2)
  })

  it('is ended when it does not stop', async () => {
    const stuck = new StuckWorker()
    const { client } = clientOf(stuck)
    await rest()
    await new Promise((resolve) => setTimeout(resolve, 5))
    const controller = new AbortController()
    const asked = client.ask('forward', STATE, { signal: controller.signal })
    const other = client.ask('network', STATE)
    controller.abort()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
    expect((await other).total).toBeGreaterThan(0)
    expect(stuck.isEnded).toBe(true)
    expect(stuck.heard.map(({ kind }) => kind)).toEqual(['ask', 'ask', 'cancel'])
  })

  it('is left alone without code, however long it takes', async () => {
    const stuck = new StuckWorker()
    const { client, taken } = clientOf(stuck)
    const asked = client.ask('forward', STATE)
    await new Promise((resolve) => setTimeout(resolve, 3 * LIMITS.silence))
    expect(taken).toHaveLength(1)
    client.close()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('has more time for its own work when the code has ended', async () => {
    const stuck = new StuckWorker()
    const { client, taken } = clientOf(stuck)
    const asked = client.ask('forward', custom('ones()'))
    stuck.dispatchEvent(new MessageEvent('message', { data: { kind: 'started', id: 1 } }))
    await new Promise((resolve) => setTimeout(resolve, 3 * LIMITS.silence))
    expect(taken).toHaveLength(1)
    await expect(asked).rejects.toMatchObject({
      problems: [{ text: expect.stringContaining('within 1.8 s') }],
    })
  })

  it('is told that code has ended', async () => {
    const worker = new MemoryWorker()
    const told: unknown[] = []
    worker.addEventListener('message', ({ data }: MessageEventInit) => told.push(data.kind))
    const { client } = clientOf(worker)
    await client.ask('network', custom('ones()'))
    await client.ask('network', STATE)
    expect(told).toEqual(['ready', 'started', 'done', 'done'])
  })

  it('is left alone while it is paused, and hears of it again after a restart', async () => {
    const [stuck, next] = [new StuckWorker(), new StuckWorker()]
    const { client, taken } = clientOf(stuck, next)
    const paused = client.ask('training', custom('while (true) {}'))
    client.pause('training')
    await new Promise((resolve) => setTimeout(resolve, 2 * LIMITS.silence))
    expect(taken).toHaveLength(1)
    const looping = client.ask('forward', custom('for (;;);'))
    await expect(looping).rejects.toBeInstanceOf(ProblemError)
    expect(next.heard.map(({ kind }) => kind)).toEqual(['ask', 'pause'])
    client.resume('training')
    await expect(paused).rejects.toBeInstanceOf(ProblemError)
  })

  it('is replaced when it breaks, at the next question, and all questions fail', async () => {
    const stuck = new StuckWorker()
    const { client, taken } = clientOf(stuck)
    const asked = client.ask('forward', STATE)
    stuck.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }))
    await expect(asked).rejects.toThrow('out of memory')
    // One that cannot be loaded would be started without end.
    expect(taken).toHaveLength(1)
    expect((await client.ask('network', STATE)).total).toBeGreaterThan(0)
    expect(taken).toHaveLength(2)
  })
})

describe('a task', () => {
  it('stands still while it is paused, and goes on', async () => {
    const task = new Task()
    const steps: number[] = []
    const work = (async () => {
      for (let i = 0; i < 4; i++) {
        await task.turn()
        steps.push(i)
        if (i === 1) task.pause()
      }
    })()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(steps).toEqual([0, 1])
    task.resume()
    await work
    expect(steps).toEqual([0, 1, 2, 3])
  })

  it('ends at its next turn when it is cancelled, paused or not', async () => {
    for (const isPaused of [false, true]) {
      const task = new Task()
      if (isPaused) task.pause()
      const turn = task.turn()
      task.cancel()
      await expect(turn.then(() => task.turn())).rejects.toBeInstanceOf(CancelledError)
    }
  })
})
