import { type Backend, type Interceptor, intercept } from '@nn/tensor'
import { Tape } from '../tape/tape.ts'
import { type Recording, recordingKernels } from './recording-kernels.ts'

/** A recording, and the kernels that write to it. */
interface Recorder {
  readonly recording: Recording
  readonly kernels: Interceptor
}

/** The recorders made so far for each backend, by what they wrap: making one takes longer than a step of a small network. */
const recorders = /* @__PURE__ */ new WeakMap<Backend, WeakMap<Interceptor, Recorder>>()

function recorderOf(backend: Backend, inner: Interceptor): Recorder {
  const byKernels = recorders.get(backend) ?? new WeakMap<Interceptor, Recorder>()
  recorders.set(backend, byKernels)
  const known = byKernels.get(inner)
  if (known !== undefined) return known
  const recording: Recording = { inner, tape: undefined }
  const recorder = { recording, kernels: recordingKernels(recording) }
  byKernels.set(inner, recorder)
  return recorder
}

/** Runs a function, and records what a backend computes meanwhile. */
export function record<T>(backend: Backend, fn: (tape: Tape) => T): { result: T; tape: Tape } {
  const tape = new Tape(backend)
  let recording: Recording | undefined
  const wrap = (inner: Interceptor): Interceptor => {
    const recorder = recorderOf(backend, inner)
    recording = recorder.recording
    recording.tape = tape
    return recorder.kernels
  }
  try {
    return { result: intercept(backend, wrap, () => fn(tape)), tape }
  } finally {
    if (recording !== undefined) recording.tape = undefined
  }
}
