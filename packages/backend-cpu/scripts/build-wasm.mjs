import { buildWasm } from '../../internal/wasm/build-wasm.mjs'

const flags = ['--shrinkLevel', '1', '--converge', '--noExportMemory']

await buildWasm(new URL('..', import.meta.url), {
  pages: 121, // SHARED_PAGES of src/simd/engine/addresses.ts
  modules: {
    elementwise: { flags },
    matmul: { flags },
    'matmul-relaxed': { flags, entry: 'matmul', relaxed: true },
    'matmul-double': { flags },
    rows: { flags },
  },
})
