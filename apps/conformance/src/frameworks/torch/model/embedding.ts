import { without } from '../../../python/bind.ts'
import { raised } from '../../../python/errors.ts'
import { method, PyClass, PyMethod, type PyObject } from '../../../python/objects.ts'
import { call } from '../../../python/values.ts'
import { emptyState, stateOf } from './module-state.ts'
import { heldBy, isTensorObject, PARAMETER } from './tensor.ts'

/** An embedding over a table that is there: nothing is drawn. */
function overTable(type: PyClass, table: unknown, given: Readonly<Record<string, unknown>>): PyObject {
  if (!isTensorObject(table)) throw raised('TypeError', 'expected a Tensor')
  const made = call(new PyClass('table', [], {}), []) as PyObject
  Object.assign(made, { type, held: emptyState() })
  stateOf(made).parameters.set('weight', call(PARAMETER, [table]) as PyObject)
  const [rows, units] = heldBy(table).data.shape
  const padding = given.padding_idx ?? null
  for (const [name, value] of Object.entries({
    num_embeddings: rows,
    embedding_dim: units,
    padding_idx: padding,
  })) {
    made.attributes.set(name, value)
  }
  return made
}

/** `nn.Embedding` or `nn.EmbeddingBag`, which take a table that is there, too. */
export function embeddingClass(plain: PyClass): PyClass {
  const layer: PyClass = new PyClass(plain.name, [plain], {
    __init__: method((self, positional, given) => {
      const { _weight = null, ...keywords } = without(given, '_freeze')
      if (_weight !== null) {
        self.held = overTable(layer, _weight, keywords).held
        return null
      }
      call(plain.find('__init__'), [self, ...positional], keywords)
      const padding = self.attributes.get('padding_idx') ?? null
      const rows = Number(self.attributes.get('num_embeddings'))
      self.attributes.set(
        'padding_idx',
        typeof padding === 'number' && padding < 0 ? padding + rows : padding,
      )
      return null
    }),
    from_pretrained: new PyMethod(([table], keywords) => overTable(layer, table, keywords), false),
  })
  return layer
}
