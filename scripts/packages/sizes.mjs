/** Most bytes of each package's minified JavaScript after gzip; raised in the change that needs it. */
export const MAX_GZIP = {
  '@nn/tensor': 13_200,
  '@nn/random': 11_400,
  '@nn/backend-cpu': 24_400,
  '@nn/init': 17_300,
  '@nn/layers': 25_700,
  '@nn/io': 12_700,
  '@nn/checkpoint': 9_800,
}

/** Most bytes, after gzip, of a program with one initializer and one layer, on either backend. */
export const MAX_PROGRAM = { cpu: 57_500, cpuPlain: 41_200 }
