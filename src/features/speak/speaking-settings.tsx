import { useState, type ReactElement } from 'react'
import { Checkbox } from '../../components/checkbox'
import { Field } from '../../components/field'
import { IconButton } from '../../components/icon-button'
import { Select } from '../../components/select'
import { Slider } from '../../components/slider'
import type { EngineId } from '../../shared/protocol/engine'
import { sharesMemory } from '../../shared/protocol/shared-memory'
import { isVoicePack } from '../../shared/protocol/model-pack'
import { formatGain, formatSemitones } from '../../shared/text/wording/english/figures'
import { useApp } from '../../state/use-app'
import { CheckSettings } from './check-settings'
import { gpuRefusal } from './gpu-refusal'
import './speaking-settings.css'

/** Which engine families draw what they say, so that no control is shown that would change nothing. */
const samples: Readonly<Record<EngineId, boolean>> = { kokoro: false, 'pocket-tts': true }

export function SpeakingSettings(): ReactElement {
  const settings = useApp((state) => state.settings)
  const engineId = useApp(({ packs, selectedPackId }) =>
    packs.map(({ pack }) => pack).filter(isVoicePack).find(({ id }) => id === selectedPackId)?.engine,
  )
  const set = useApp((state) => state.setSettings)
  return (
    <section aria-labelledby="settings-heading">
      <h3 id="settings-heading">Settings</h3>
      <div className="settings">
        <div className="settings__column">
          <Seed />
          <Delivery />
          {samples[engineId ?? 'kokoro'] && (
            <>
              <Temperature />
              <Slider
                label="Flow steps"
                min={1}
                max={4}
                step={1}
                value={settings.steps}
                valueText={String(settings.steps)}
                hint="More steps are finer and slower."
                onChange={(steps) => { set({ steps }) }}
              />
            </>
          )}
        </div>
        <CheckSettings />
        <Runtime />
      </div>
    </section>
  )
}

/** How everything is said, whoever says it. */
function Delivery(): ReactElement {
  const { speed, pitchSemitones = 0, gainDb = 0 } = useApp((state) => state.settings)
  const set = useApp((state) => state.setSettings)
  return (
    <>
      <Slider label="Pace" min={0.5} max={2} step={0.05} value={speed} valueText={`${speed.toFixed(2)}×`} onChange={(pace) => { set({ speed: pace }) }} />
      <Slider
        label="Pitch"
        min={-6}
        max={6}
        step={0.5}
        value={pitchSemitones}
        valueText={formatSemitones(pitchSemitones)}
        hint="Higher or lower by semitones. It stays the same voice."
        onChange={(semitones) => { set({ pitchSemitones: semitones }) }}
      />
      <Slider
        label="Loudness"
        min={-12}
        max={12}
        step={1}
        value={gainDb}
        valueText={formatGain(gainDb)}
        hint="Loud places are held below full scale."
        onChange={(decibels) => { set({ gainDb: decibels }) }}
      />
    </>
  )
}

/** Shown where no model is loaded that could say: what those of today recommend. */
const USUAL_TEMPERATURE = 0.3

function Temperature(): ReactElement {
  const asked = useApp((state) => state.settings.temperature)
  const recommended = useApp((state) => state.engine?.temperature) ?? USUAL_TEMPERATURE
  const set = useApp((state) => state.setSettings)
  const temperature = asked ?? recommended
  return (
    <>
      <Slider
        label="Temperature"
        min={0}
        max={1}
        step={0.05}
        value={temperature}
        valueText={temperature.toFixed(2)}
        hint="Low is steady, high is lively."
        onChange={(chosen) => { set({ temperature: chosen }) }}
      />
      <Checkbox checked={asked === null} onChange={(follows) => { set({ temperature: follows ? null : recommended }) }}>
        Use the temperature that the model recommends
      </Checkbox>
    </>
  )
}

const LARGEST_SEED = 0xffffffff

/** The same seed, text, voice and settings make the same sound again. */
function Seed(): ReactElement {
  const seed = useApp((state) => state.settings.seed)
  const pinned = useApp((state) => state.seedPinned)
  const set = useApp((state) => state.setSettings)
  const pin = useApp((state) => state.setSeedPinned)
  const roll = useApp((state) => state.rollSeed)
  // What is typed stays as typed until it is a seed.
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <div className="settings__seed">
      <Field label="Seed" hint="The same seed makes the same sound again.">
        {(control) => (
          <div className="settings__seed-line">
            <input
              {...control}
              type="number"
              min={0}
              max={LARGEST_SEED}
              step={1}
              value={typed ?? seed}
              onChange={(event) => {
                setTyped(event.target.value)
                const value = event.target.valueAsNumber
                if (!Number.isInteger(value) || value < 0 || value > LARGEST_SEED) return
                set({ seed: value })
                // Whoever types a seed wants that one.
                pin(true)
              }}
              onBlur={() => { setTyped(null) }}
            />
            <IconButton icon="dice" label="Draw another seed" onClick={roll} />
          </div>
        )}
      </Field>
      <Checkbox checked={pinned} onChange={pin}>
        Keep this seed for the next readings
      </Checkbox>
    </div>
  )
}

function Runtime(): ReactElement {
  const executionProvider = useApp((state) => state.executionProvider)
  const threads = useApp((state) => state.threads)
  const setRuntime = useApp((state) => state.setRuntime)
  const pack = useApp(({ packs, selectedPackId }) => packs.find((status) => status.pack.id === selectedPackId)?.pack)
  const engine = useApp((state) => state.engine)
  const refusal = gpuRefusal(pack, engine)
  const cores = navigator.hardwareConcurrency
  const counts = Array.from({ length: Math.min(cores, 8) }, (_, index) => String(index + 1))
  return (
    <div className="settings__column">
      <Select
        label="Compute with"
        value={executionProvider}
        options={[
          { value: 'automatic', label: 'Automatic' },
          { value: 'wasm', label: 'CPU (WebAssembly)' },
          { value: 'webgpu', label: 'GPU (WebGPU)', disabled: refusal !== null },
        ]}
        hint={
          <>
            {refusal ?? 'Automatic compares the GPU with the CPU once and keeps the GPU for every part that is right and faster there.'}{' '}
            <a href="#/gpu-test">Test this GPU</a>
          </>
        }
        onChange={(value) => { setRuntime(value === 'webgpu' || value === 'wasm' ? value : 'automatic', threads) }}
      />
      <Select
        label="Threads"
        value={String(threads)}
        options={[{ value: '0', label: 'Automatic' }, ...counts.map((count) => ({ value: count, label: count }))]}
        onChange={(value) => { setRuntime(executionProvider, Number(value)) }}
        {...(!sharesMemory() && { hint: 'Memory cannot be shared between threads here: one is used, or two where an engine has a worker for each.' })}
      />
    </div>
  )
}
