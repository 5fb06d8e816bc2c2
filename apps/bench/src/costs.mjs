// What has to grow linearly: with rules, depth, sharing, elements, letters and header bytes.
import { cpu } from '@nn/backend-cpu'
import { constant, zeros } from '@nn/init'
import { encodeSafetensors, openSafetensors } from '@nn/io'
import { Dense, Sequential } from '@nn/layers'
import { createPythonRng } from '@nn/random/python'

const dense = () => new Dense(1, { inUnits: 1, useBias: false })
const start = (net, options) => () => net.initialize({ backend: cpu, forceReinit: true, ...options })

/** An exact rule for each layer. */
export function rules({ count }) {
  const net = new Sequential(...Array.from({ length: count }, dense))
  return start(net, { rules: [...net.parameters().keys()].map((path) => [path, zeros()]) })
}

/** Containers in containers. */
export function nested({ count }) {
  let net = new Sequential(dense())
  for (let i = 1; i < count; i++) net = new Sequential(net)
  return start(net, { init: zeros() })
}

/** Each level has the one below twice, so that a layer has 2 to the power of `count` paths. */
export function shared({ count }) {
  let net = new Sequential(dense())
  for (let i = 0; i < count; i++) net = new Sequential(net, net)
  return start(net, { init: zeros() })
}

export function arange({ count }) {
  return () => cpu.arange(count)
}

/** A weight that is given. */
export function given({ count }) {
  const net = new Dense(count, { inUnits: 100, useBias: false })
  return start(net, { init: constant(cpu.ones([count, 100])) })
}

export function textSeed({ count }) {
  const text = 'a'.repeat(count)
  return () => createPythonRng(text)
}

export function header({ count }) {
  const tensors = Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`h.${i}.weight`, cpu.ones([1])]),
  )
  const file = encodeSafetensors(tensors)
  return () => openSafetensors(file)
}
