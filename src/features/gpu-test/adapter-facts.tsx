import type { ReactElement } from 'react'
import { Panel } from '../../components/panel'
import { GPU_FEATURES, type GpuAdapterFacts } from '../../shared/protocol/gpu-test'
import { adapterName, featureUses, limitWords } from './gpu-test-wording'

export interface AdapterFactsProps {
  readonly adapter: GpuAdapterFacts
  /** Whether WebAssembly can wait for promises (JSPI) in this browser. */
  readonly suspends: boolean
}

/** What the browser offers: which GPU, what it can do, how much of it. */
export function AdapterFacts({ adapter, suspends }: AdapterFactsProps): ReactElement {
  return (
    <Panel title="What this browser offers">
      <dl className="gpu-facts">
        <Fact name="Adapter" value={adapterName(adapter)} />
        <Fact name="Kind" value={adapter.isSoftware ? 'software: it imitates a GPU on the CPU' : 'a graphics processor'} />
        <Fact name="JSPI" value={suspends ? 'yes: the faster build of the runtime is used' : 'no: “Automatic” does not try the GPU in this browser'} />
      </dl>
      <h3>Features</h3>
      <dl className="gpu-facts">
        {GPU_FEATURES.map((feature) => (
          <Fact key={feature} name={feature} value={`${adapter.features.includes(feature) ? 'yes' : 'no'} (${featureUses[feature]})`} />
        ))}
      </dl>
      <h3>Limits</h3>
      <dl className="gpu-facts">
        {adapter.limits.map((limit) => (
          <Fact key={limit.name} name={limit.name} value={limitWords(limit)} short={limit.value < limit.needed} />
        ))}
      </dl>
    </Panel>
  )
}

function Fact({ name, value, short = false }: { readonly name: string; readonly value: string; readonly short?: boolean }): ReactElement {
  return (
    <div data-short={short}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
