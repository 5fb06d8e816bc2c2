import type { JSX } from 'preact'
import { ACTIVATION_NAMES } from '../../activations/activation-names.ts'
import { RANGES } from '../../link/codec.ts'
import { SUITS } from '../../networks/suits.ts'
import type { Problem } from '../../state/problem.ts'
import {
  type Choice,
  type DataName,
  DIALECTS,
  type DialectName,
  type LabState,
  NETWORKS,
  type NetworkName,
  type RoleName,
} from '../../state/state.ts'
import { Initializer } from './initializer.tsx'
import { Range } from './range.tsx'
import { Seed } from './seed.tsx'
import { Select } from './select.tsx'

const NETWORK_TITLES: Readonly<Record<NetworkName, string>> = {
  chapter: "the chapter's 4-8-1",
  mlp: 'multilayer perceptron',
  residual: 'residual perceptron',
  lenet: 'LeNet',
  transformer: 'small transformer',
}
const DIALECT_TITLES: Readonly<Record<DialectName, string>> = {
  none: 'none: streams by path',
  torch: 'PyTorch',
  keras: 'Keras',
  flax: 'JAX and Flax',
  mxnet: 'MXNet',
}
const DATA_TITLES: Readonly<Record<DataName, string>> = {
  normal: 'N(0, 1)',
  uniform: 'U[0, 1)',
  spirals: 'spirals',
  digits: 'digits, 8 × 8',
}

interface ControlsProps {
  readonly state: LabState
  readonly problems: readonly Problem[]
  readonly onChange: (change: Partial<LabState>, isSliding?: boolean) => void
}

/** Everything of a state that a reader chooses. */
export function Controls({ state, problems, onChange }: ControlsProps): JSX.Element {
  const { network, depth, width, activation, dialect, data, batch, seed } = state
  const suits = SUITS[network]
  const of = (field: string) => problems.filter((problem) => problem.field === field)
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend>Network</legend>
        <Select
          id="network-name"
          label="Kind"
          value={network}
          options={NETWORKS.map((value) => ({ value, title: NETWORK_TITLES[value] }))}
          problems={of('network')}
          onChange={(value) => onChange(another(value, state))}
        />
        {suits.hasSize && (
          <>
            <Range
              id="depth"
              label="Depth"
              value={depth}
              range={RANGES.depth}
              problems={of('depth')}
              onChange={(value, isSliding) => onChange({ depth: value }, isSliding)}
            />
            <Range
              id="width"
              label="Width"
              value={width}
              range={RANGES.width}
              isLog
              problems={of('width')}
              onChange={(value, isSliding) => onChange({ width: value }, isSliding)}
            />
          </>
        )}
        <Select
          id="activation"
          label="Activation"
          value={activation}
          options={ACTIVATION_NAMES.map((value) => ({ value, title: value }))}
          problems={of('activation')}
          onChange={(value) => onChange({ activation: value })}
        />
      </fieldset>
      <Initializers state={state} problems={problems} onChange={onChange} />
      <fieldset>
        <legend>Data and seed</legend>
        <Select
          id="data"
          label="Data"
          value={data}
          options={suits.data.map((value) => ({ value, title: DATA_TITLES[value] }))}
          problems={of('data')}
          onChange={(value) => onChange({ data: value })}
        />
        <Range
          id="batch"
          label="Batch"
          value={batch}
          range={RANGES.batch}
          isLog
          problems={of('batch')}
          onChange={(value, isSliding) => onChange({ batch: value }, isSliding)}
        />
        <Select
          id="dialect"
          label="Bits of another framework"
          value={dialect}
          options={DIALECTS.map((value) => ({ value, title: DIALECT_TITLES[value] }))}
          problems={of('dialect')}
          onChange={(value) => onChange({ dialect: value })}
        />
        <Seed seed={seed} problems={of('seed')} onChange={(value) => onChange({ seed: value })} />
      </fieldset>
    </form>
  )
}

/** Another network, with data that it can see. */
function another(network: NetworkName, { data }: LabState): Partial<LabState> {
  const [first = data, ...others] = SUITS[network].data
  return { network, data: [first, ...others].includes(data) ? data : first, parameter: '' }
}

const ROLE_LABELS: Readonly<Record<RoleName, string>> = {
  weight: 'Weights',
  bias: 'Biases',
  embedding: 'Embedding',
}

function Initializers({ state, problems, onChange }: ControlsProps): JSX.Element {
  const { network, init } = state
  const roles: RoleName[] = SUITS[network].hasEmbedding ? ['weight', 'bias', 'embedding'] : ['weight', 'bias']
  const change = (role: RoleName, choice: Choice, isSliding: boolean) =>
    onChange({ init: { ...init, [role]: choice } }, isSliding)
  return (
    <fieldset>
      <legend>Initializers</legend>
      {roles.map((role) => (
        <Initializer
          key={role}
          role={role}
          label={ROLE_LABELS[role]}
          choice={init[role]}
          problems={problems.filter(({ field }) => field === role)}
          onChange={(choice, isSliding) => change(role, choice, isSliding)}
        />
      ))}
    </fieldset>
  )
}
