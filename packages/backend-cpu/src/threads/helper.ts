/** Words of a helper's block at the address of `TEAM` in assembly/layout.ts. */
export const WORDS = 64
export const ADDRESS = 0x1000

/** Where in the block: the number of the last task that was given, that was done, and what to multiply. */
export const GIVEN = 0
export const DONE = 1
export const READY = 2
export const TASK = 3

/**
 * What a helper runs, as text, for a worker is made of text: it waits for tasks, a bounded time awake, then asleep. `start` takes
 * the memory, the modules of products, and which block is its own.
 */
export const HELPER: string = `
const start = ({ memory, modules, index }) => {
  const products = modules.map((module) => new WebAssembly.Instance(module, { env: { memory } }).exports)
  const block = new Int32Array(memory.buffer, ${ADDRESS} + index * ${4 * WORDS}, ${WORDS})
  let last = Atomics.load(block, ${GIVEN})
  Atomics.store(block, ${READY}, 1)
  for (;;) {
    const until = performance.now() + 0.05
    while (Atomics.load(block, ${GIVEN}) === last && performance.now() < until);
    Atomics.wait(block, ${GIVEN}, last)
    last = Atomics.load(block, ${GIVEN})
    const [kind, ...task] = block.subarray(${TASK}, ${TASK + 8})
    products[kind].multiply(...task)
    Atomics.store(block, ${DONE}, last)
  }
}
`
