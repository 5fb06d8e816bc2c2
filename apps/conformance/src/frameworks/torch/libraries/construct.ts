import type { TorchDialect } from '@nn/init/torch'
import type { Module } from '@nn/layers'
import type { Keywords, PyObject } from '../../../python/objects.ts'

/** Constructs a model that a library's function or class gives, and makes it an object of the program. */
export type Construct = (make: (dialect: TorchDialect) => Module) => PyObject

/** Keyword arguments as options: None is a default, and weights that a library would download are refused. */
export function optionsOf(where: string, keywords: Keywords): Record<string, unknown> {
  const { weights = null, pretrained = false, progress, ...options } = keywords
  void progress
  if (weights !== null || pretrained !== false)
    throw new TypeError(`pretrained weights of ${where} are not read`)
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null))
}
