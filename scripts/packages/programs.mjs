const dense = (backend) => `import { ${backend} } from '@nn/backend-cpu'
  import { xavierUniform } from '@nn/init'
  import { Dense } from '@nn/layers'
  import { createRng } from '@nn/random'
  const layer = new Dense(8, { weightInit: xavierUniform() })
  layer.initialize({ rng: createRng(42) })
  console.log(String(layer.forward(${backend}.ones([2, 4]))))`

/** What comes only with who starts threads, and with who computes with tensors. */
const [THREADS, TENSORS] = ['Atomics', 'matmul']

/** The programs whose sizes the README tells, small ones first: what each does, in its words, what is not in it, and its code. */
export const PROGRAMS = {
  rng: {
    text: '`createRng(42)` and its fills',
    without: [THREADS, TENSORS],
    code: `import { createRng } from '@nn/random'
      console.log(createRng(42).uniform(new Float32Array(4)))`,
  },
  draw: {
    text: '`draw`: one law with its stream, into a `Float32Array`',
    without: [THREADS, TENSORS],
    code: `import { draw, xavierUniform } from '@nn/init'
      import { createRng } from '@nn/random'
      console.log(draw(xavierUniform(), { shape: [8, 4], axes: { out: 0, in: 1 }, rng: createRng(42), path: '0.weight' }))`,
  },
  cpuPlain: {
    text: 'one `Dense`, started and run on `cpuPlain`',
    without: [THREADS],
    code: dense('cpuPlain'),
  },
  cpu: { text: 'the same on `cpu`, with its WebAssembly', without: [THREADS], code: dense('cpu') },
}
