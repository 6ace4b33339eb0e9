import type { ReactElement } from 'react'
import { Disclosure } from '../../components/disclosure'
import { Panel } from '../../components/panel'
import { GPU_FEATURES, type GpuAdapterFacts } from '../../shared/protocol/gpu-test'
import { adapterName, featuresSummary, featureUses, isShort, limitsSummary, limitWords } from '../../shared/text/wording/english/gpu-test'

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
      <Disclosure title="Features" summary={featuresSummary(adapter.features)}>
        <dl className="gpu-facts">
          {GPU_FEATURES.map((feature) => (
            <Fact key={feature} name={feature} value={`${adapter.features.includes(feature) ? 'yes' : 'no'} (${featureUses[feature]})`} />
          ))}
        </dl>
      </Disclosure>
      <Disclosure title="Limits" summary={limitsSummary(adapter.limits)}>
        <dl className="gpu-facts">
          {adapter.limits.map((limit) => (
            <Fact key={limit.name} name={limit.name} value={limitWords(limit)} isShort={isShort(limit)} />
          ))}
        </dl>
      </Disclosure>
    </Panel>
  )
}

/** A name and what it says. */
export function Fact({ name, value, isShort = false }: { readonly name: string; readonly value: string; readonly isShort?: boolean }): ReactElement {
  return (
    <div data-short={isShort}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
