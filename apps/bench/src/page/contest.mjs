// In a page: measures workloads as one.mjs does in Node.
import byHand from '../by-hand.mjs'
import { compete } from '../compete.mjs'
import ours from '../ours.mjs'
import { workloads } from '../workloads.mjs'

/** The row of a workload beside the libraries of these names. */
globalThis.measure = async (name, libraries) => {
  const makers = { ours, 'by hand': byHand }
  for (const library of workloads[name].alone ? [] : libraries) {
    try {
      makers[library] = (await import(`/peers/${library}.js`)).default
    } catch (error) {
      console.error(`bench: without ${library}: ${error.message}`)
    }
  }
  return compete(name, makers)
}
