/** Most bytes of each package's minified JavaScript after gzip; raised in the change that needs it. */
export const MAX_GZIP = {
  '@nn/tensor': 23_030,
  '@nn/random': 12_820,
  '@nn/backend-cpu': 24_280,
  '@nn/init': 22_000,
  '@nn/layers': 47_850,
  '@nn/io': 13_800,
  '@nn/autograd': 8_000,
  '@nn/optim': 7_550,
  '@nn/checkpoint': 11_400,
}

/** Most files that Node opens for an import, those of dependencies included. */
export const MAX_FILES = {
  '@nn/tensor': 2,
  '@nn/random': 2,
  '@nn/init': 3,
  '@nn/layers': 6,
}

/** Most bytes of a package that stay in a program that uses nothing of it. */
export const MAX_LEFT = 700

/** Most bytes, after gzip, of each of PROGRAMS; the README tells them in KB. */
export const MAX_PROGRAM = { rng: 10_840, draw: 16_690, cpuPlain: 49_200, cpu: 66_130 }
