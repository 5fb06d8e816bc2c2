/** Most bytes of each package's minified JavaScript after gzip; raised in the change that needs it. */
export const MAX_GZIP = {
  '@nn/tensor': 14_500,
  '@nn/random': 11_850,
  '@nn/backend-cpu': 23_350,
  '@nn/init': 17_300,
  '@nn/layers': 27_050,
  '@nn/io': 14_350,
  '@nn/checkpoint': 9_800,
}

/** Most files that Node opens for an import, those of dependencies included. */
export const MAX_FILES = {
  '@nn/tensor': 1,
  '@nn/random': 2,
  '@nn/init': 3,
  '@nn/layers': 4,
}

/** Most bytes of a package that stay in a program that uses nothing of it. */
export const MAX_LEFT = 700

/** Most bytes, after gzip, of a program with one initializer and one layer, on either backend. */
export const MAX_PROGRAM = { cpu: 58_950, cpuPlain: 43_600 }
