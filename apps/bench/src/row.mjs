import { ratioOf } from './measure.mjs'

/** Peers that are native code, which no page can run. */
export const NATIVE = ['onnxruntime-node', 'pytorch', 'numpy']

/** A workload's row: the ratio is to the best peer that runs in a page; native ones have a ratio of their own. */
export function rowOf(workload, { size, unit, more }, { ours, ...others }) {
  const those = (isNative) =>
    Object.fromEntries(Object.entries(others).filter(([name]) => NATIVE.includes(name) === isNative))
  const [peers, native] = [those(false), those(true)]
  const row = { workload, size, unit, ours, peers, ratio: ratioOf(ours, peers, more) }
  if (Object.keys(native).length === 0) return row
  return { ...row, native: { peers: native, ratio: ratioOf(ours, native, more) } }
}
