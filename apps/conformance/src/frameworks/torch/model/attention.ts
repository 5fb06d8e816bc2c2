import type {
  Dense,
  LayerNorm,
  MultiheadAttention,
  Transformer,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from '@nn/layers'
import { present } from '../../../golden/present.ts'
import { without } from '../../../python/bind.ts'
import { raised } from '../../../python/errors.ts'
import { method, PyClass, type PyObject } from '../../../python/objects.ts'
import { deepCopy } from '../../../python/standard.ts'
import { call, isNumber } from '../../../python/values.ts'
import { ATTENTION as CREATE } from '../../forward/attention.ts'
import type { Runnable } from '../../forward/runnable.ts'
import type { TorchType } from './dtypes.ts'
import { argumentsOf, type Constructed, constructed, fill, forward, keepArguments } from './layer.ts'
import { emptyState, isModuleObject, MODULE, moduleObject, stateOf } from './module-state.ts'
import type { TorchSession } from './session.ts'
import { ATTENTION, TRANSFORMER_LAYER } from './signatures.ts'

/** The classes that attention and transformers are made of. */
type Classes = Readonly<Record<string, PyClass>>

/** A linear layer of ours as an object of a class. */
function linearObject(type: PyClass, layer: Dense<boolean>, dtype: TorchType): PyObject {
  const made = moduleObject(type)
  fill(made, layer, { has: 'weight bias', type: dtype })
  const [outputs, inputs] = layer.weight.data.shape
  keepArguments(made, { in_features: inputs, out_features: outputs })
  return made
}

function fillAttention(
  self: PyObject,
  attention: MultiheadAttention<boolean>,
  { NonDynamicallyQuantizableLinear: output }: Classes,
  type: TorchType,
): void {
  const { has } = ATTENTION
  fill(self, attention, { has, type })
  stateOf(self).modules.set('out_proj', linearObject(present(output, 'out_proj'), attention.outProj, type))
  const { units, heads, keyUnits, valueUnits } = attention
  keepArguments(self, {
    embed_dim: units,
    num_heads: heads,
    head_dim: units / heads,
    kdim: keyUnits,
    vdim: valueUnits,
    _qkv_same_embed_dim: keyUnits === units && valueUnits === units,
  })
}

/** `nn.MultiheadAttention`, the linear layer that it has for its output, and the layers that are made of them. */
export function attentionClasses(session: TorchSession, known: Classes): Record<string, PyClass> {
  const output = new PyClass('NonDynamicallyQuantizableLinear', [present(known.Linear, 'Linear')])
  const classes: Record<string, PyClass> = { ...known, NonDynamicallyQuantizableLinear: output }
  const runnables = new WeakMap<PyObject, Runnable>()
  const attention = new PyClass('MultiheadAttention', [MODULE], {
    __init__: method((self, positional, keywords) => {
      self.held ??= emptyState()
      const given = argumentsOf(session, ATTENTION.takes, positional, keywords)
      const runnable = constructed(session, present(CREATE.MultiheadAttention, 'CREATE'), given)
      fillAttention(self, runnable.module as MultiheadAttention<boolean>, classes, given.type)
      runnables.set(self, runnable)
      return null
    }),
    forward: method((self, positional, keywords) =>
      forward(self, present(runnables.get(self), 'layer'), positional, keywords),
    ),
  })
  classes.MultiheadAttention = attention
  const layers = ['TransformerEncoderLayer', 'TransformerDecoderLayer'].map(
    (name) => [name, transformerLayer(session, name, classes)] as const,
  )
  const own = {
    NonDynamicallyQuantizableLinear: output,
    MultiheadAttention: attention,
    ...Object.fromEntries(layers),
  }
  return { ...own, ...stacks({ ...classes, ...own }) }
}

/** Whether a dtype or a layer's arguments speak of an activation, which changes no weight. */
function withoutActivation({ bound, type }: Constructed): Constructed {
  return { bound: without(bound, 'activation'), type }
}

function transformerLayer(session: TorchSession, name: string, classes: Classes): PyClass {
  return new PyClass(name, [MODULE], {
    __init__: method((self, positional, keywords) => {
      self.held ??= emptyState()
      const given = argumentsOf(session, TRANSFORMER_LAYER, positional, keywords)
      const { module } = constructed(session, present(CREATE[name], name), withoutActivation(given))
      fillLayer(
        self,
        module as TransformerEncoderLayer<boolean> | TransformerDecoderLayer<boolean>,
        classes,
        given,
      )
      return null
    }),
  })
}

/** A norm of ours as an object of a class. */
function normObject(
  norm: LayerNorm<boolean, boolean>,
  { LayerNorm: type }: Classes,
  dtype: TorchType,
): PyObject {
  const made = moduleObject(present(type, 'LayerNorm'))
  fill(made, norm, { has: 'weight bias', type: dtype })
  return made
}

function fillLayer(
  self: PyObject,
  layer: TransformerEncoderLayer<boolean> | TransformerDecoderLayer<boolean>,
  classes: Classes,
  { bound, type }: Constructed,
): void {
  const { modules } = stateOf(self)
  const attentionOf = (of: MultiheadAttention<boolean>): PyObject => {
    const made = moduleObject(present(classes.MultiheadAttention, 'MultiheadAttention'))
    fillAttention(made, of, classes, type)
    return made
  }
  const linear = (of: Dense<boolean>): PyObject => linearObject(present(classes.Linear, 'Linear'), of, type)
  const norm = (of: LayerNorm<boolean, boolean>): PyObject => normObject(of, classes, type)
  const dropout = (): PyObject =>
    call(present(classes.Dropout, 'Dropout'), [bound.dropout ?? 0.1]) as PyObject
  modules.set('self_attn', attentionOf(layer.selfAttn))
  if ('multiheadAttn' in layer) modules.set('multihead_attn', attentionOf(layer.multiheadAttn))
  modules.set('linear1', linear(layer.linear1))
  modules.set('dropout', dropout())
  modules.set('linear2', linear(layer.linear2))
  modules.set('norm1', norm(layer.norm1))
  modules.set('norm2', norm(layer.norm2))
  if ('norm3' in layer) modules.set('norm3', norm(layer.norm3))
  modules.set('dropout1', dropout())
  modules.set('dropout2', dropout())
  if ('dropout3' in layer) modules.set('dropout3', dropout())
  if (isModuleObject(bound.activation)) modules.set('activation', bound.activation)
}

/** Copies of a layer, one for each place. */
function copiesOf(classes: Classes, layer: unknown, count: unknown): PyObject {
  if (!isModuleObject(layer) || !isNumber(count)) throw raised('TypeError', 'expected a layer and a number')
  const layers = Array.from({ length: Number(count) }, () => deepCopy(layer))
  return call(present(classes.ModuleList, 'ModuleList'), [layers]) as PyObject
}

/** `nn.TransformerEncoder` and `nn.TransformerDecoder`. */
function stacks(classes: Classes): Record<string, PyClass> {
  const stack = (name: string, layerName: string, takes: string): PyClass =>
    new PyClass(name, [MODULE], {
      __init__: method((self, positional, keywords) => {
        self.held ??= emptyState()
        const names = takes.split(' ')
        const bound = {
          ...Object.fromEntries(positional.map((value, i) => [names[i] ?? '', value])),
          ...keywords,
        }
        const { modules } = stateOf(self)
        modules.set('layers', copiesOf(classes, bound[layerName], bound.num_layers))
        const { norm = null } = bound
        modules.set('norm', isModuleObject(norm) ? norm : null)
        self.attributes.set('num_layers', bound.num_layers)
        return null
      }),
    })
  const encoder = stack(
    'TransformerEncoder',
    'encoder_layer',
    'encoder_layer num_layers norm enable_nested_tensor mask_check',
  )
  const decoder = stack('TransformerDecoder', 'decoder_layer', 'decoder_layer num_layers norm')
  return { TransformerEncoder: encoder, TransformerDecoder: decoder }
}

const TAKES =
  'd_model nhead num_encoder_layers num_decoder_layers dim_feedforward dropout activation custom_encoder custom_decoder layer_norm_eps batch_first norm_first bias'

/** A stack of ours as an object of a class, with the norm behind it. */
function stackObject(
  name: string,
  { layers, norm }: TransformerEncoder<boolean> | TransformerDecoder<boolean>,
  classes: Classes,
  given: Constructed,
): PyObject {
  const made = moduleObject(present(classes[name], name))
  const type = present(classes[`${name}Layer`], name)
  const objects = layers.map((layer) => {
    const object = moduleObject(type)
    fillLayer(object, layer, classes, given)
    return object
  })
  const { modules } = stateOf(made)
  modules.set('layers', call(present(classes.ModuleList, 'ModuleList'), [objects]) as PyObject)
  modules.set('norm', norm === undefined ? null : normObject(norm, classes, given.type))
  made.attributes.set('num_layers', layers.length)
  return made
}

/** `nn.Transformer`. */
export function transformerClass(session: TorchSession, classes: Classes): PyClass {
  return new PyClass('Transformer', [MODULE], {
    __init__: method((self, positional, keywords) => {
      self.held ??= emptyState()
      const { bound, type } = argumentsOf(session, TAKES, positional, keywords)
      const { custom_encoder = null, custom_decoder = null } = bound
      if (custom_encoder !== null || custom_decoder !== null)
        throw raised('NotImplementedError', 'nn.Transformer with an encoder or a decoder of its own')
      const given = { bound: without(without(bound, 'custom_encoder'), 'custom_decoder'), type }
      const create = present(CREATE.Transformer, 'Transformer')
      const module = constructed(session, create, withoutActivation(given)).module as Transformer<boolean>
      const { modules } = stateOf(self)
      modules.set('encoder', stackObject('TransformerEncoder', module.encoder, classes, given))
      modules.set('decoder', stackObject('TransformerDecoder', module.decoder, classes, given))
      return null
    }),
  })
}
