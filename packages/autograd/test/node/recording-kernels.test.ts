import { cpu } from '@nn/backend-cpu'
import { createBackend, kernelsOf } from '@nn/tensor'
import { backendConformance } from '@nn/testing'
import { type Recording, recordingKernels } from '../../src/recording/recording-kernels.ts'
import { Tape } from '../../src/tape/tape.ts'

/** A tape that every tensor is watched on, so that every call is recorded. */
class WatchingTape extends Tape {
  override place(x: Parameters<Tape['place']>[0]): ReturnType<Tape['place']> {
    return this.watch(x)
  }
}

// All that a backend promises holds while everything is recorded.
const recording: Recording = { inner: kernelsOf(cpu), tape: new WatchingTape(cpu) }
const { note: _, beneath: __, ...kernels } = recordingKernels(recording)
backendConformance(createBackend({ ...kernels, name: 'cpu' }))
