import type { Module } from './module.ts'

/** Freezes, or unfreezes, all parameters and buffers below a module; returns it. */
export function freezeAll<M extends Module>(module: M, isFrozen: boolean): M {
  for (const { $state } of [...module.parameters().values(), ...module.buffers().values()]) {
    $state.isFrozen = isFrozen
  }
  return module
}
