// In a page: measures workloads as one.mjs does in Node, and says which a library has, as offers.mjs does.
import byHand from '../by-hand.mjs'
import { compete } from '../compete.mjs'
import ours from '../ours.mjs'
import { workloads } from '../workloads.mjs'

/** The workloads of those of the libraries that can be loaded, by name. */
async function load(libraries) {
  const makers = {}
  for (const library of libraries) {
    try {
      makers[library] = (await import(`/peers/${library}.js`)).default
    } catch (error) {
      console.error(`bench: without ${library}: ${error.message}`)
    }
  }
  return makers
}

/** The row of a workload beside the libraries of these names. */
globalThis.measure = async (name, libraries) =>
  compete(name, { ours, 'by hand': byHand, ...(workloads[name].alone ? {} : await load(libraries)) })

/** The names of the workloads that each library has. */
globalThis.offers = async (libraries) =>
  Object.entries(await load(libraries)).map(([library, runs]) => [library, Object.keys(runs)])
