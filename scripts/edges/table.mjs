/** The one table of allowed dependencies between the packages: each folder of `packages/`, and the packages that it may import. */
export const EDGES = {
  tensor: [],
  random: [],
  'backend-cpu': ['tensor'],
  init: ['tensor', 'random'],
  layers: ['tensor', 'random', 'init', 'autograd'],
  io: ['tensor'],
  autograd: ['tensor'],
  optim: ['tensor', 'init'],
  checkpoint: ['init', 'io', 'random'],
  'internal/check': [],
  'internal/files': [],
  'internal/lessons': ['tensor', 'init', 'autograd', 'layers', 'optim'],
  'internal/models': ['tensor', 'init', 'layers'],
  'internal/testing': ['tensor'],
  'internal/wasm': [],
}

/** Private packages that the build puts into those that have them as development dependencies. */
export const BUNDLED = ['@nn/check', '@nn/files', '@nn/wasm']

/** Most source files side by side in a folder. */
export const MOST_FILES = 24
