import { buildWasm } from '../../internal/wasm/build-wasm.mjs'

await buildWasm(new URL('..', import.meta.url), {
  pages: 3,
  modules: {
    jax: {},
    kernels: {},
    mt19937: {},
    pcg64: {},
    torch: {},
    'torch-relaxed': { relaxed: true },
  },
})
