/** Most bytes of each package's minified JavaScript after gzip; raised in the change that needs it. */
export const MAX_GZIP = {
  '@nn/tensor': 15_850,
  '@nn/random': 12_750,
  '@nn/backend-cpu': 24_000,
  '@nn/init': 22_000,
  '@nn/layers': 35_600,
  '@nn/io': 14_600,
  '@nn/checkpoint': 11_250,
}

/** Most files that Node opens for an import, those of dependencies included. */
export const MAX_FILES = {
  '@nn/tensor': 1,
  '@nn/random': 2,
  '@nn/init': 22_000,
  '@nn/layers': 35_600,
}

/** Most bytes of a package that stay in a program that uses nothing of it. */
export const MAX_LEFT = 700

/** Most bytes, after gzip, of a program with one initializer and one layer, on either backend. */
export const MAX_PROGRAM = { cpu: 64_800, cpuPlain: 49_200 }
