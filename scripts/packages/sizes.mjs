/** Most bytes of each package's minified JavaScript after gzip; raised in the change that needs it. */
export const MAX_GZIP = {
  '@nn/tensor': 15_800,
  '@nn/random': 12_750,
  '@nn/backend-cpu': 23_200,
  '@nn/init': 20_750,
  '@nn/layers': 34_350,
  '@nn/io': 13_900,
  '@nn/autograd': 8_000,
  '@nn/checkpoint': 11_250,
}

/** Most files that Node opens for an import, those of dependencies included. */
export const MAX_FILES = {
  '@nn/tensor': 2,
  '@nn/random': 2,
  '@nn/init': 4,
  '@nn/layers': 5,
}

/** Most bytes of a package that stay in a program that uses nothing of it. */
export const MAX_LEFT = 700

/** Most bytes, after gzip, of a program that draws one law into a Float32Array. READMEs say it. */
export const MAX_DRAW = 16_700

/** Most bytes, after gzip, of a program with one initializer and one layer, on either backend. */
export const MAX_PROGRAM = { cpu: 63_000, cpuPlain: 47_450 }
