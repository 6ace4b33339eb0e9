import { joinSamples } from '../../../src/shared/audio/join'
import { prepareFitItem, type PreparedItem } from '../../../workers/inference/engines/kokoro/learning/fit-item'
import { createFittingNetwork } from '../../../workers/inference/engines/kokoro/learning/fitting-network'
import type { FittingArithmetic } from '../../../workers/inference/engines/kokoro/learning/fitting-parts'
import { createStyleProjections } from '../../../workers/inference/engines/kokoro/learning/style-projections'
import { createVoiceFit, CROP_FRAMES, cropAt, framesOf, startVoiceFit, type LearnedVoice } from '../../../workers/inference/engines/kokoro/learning/voice-fit'
import { createLaneScratch } from '../../../workers/inference/engines/kokoro/network/network-parts'
import { readNetworkWeights } from '../../../workers/inference/engines/kokoro/network/network-weights'
import { createPacedWork } from '../../../workers/inference/engines/kokoro/network/paced-work'
import { createSoundNetwork } from '../../../workers/inference/engines/kokoro/network/sound-network'
import { createTextSide } from '../../../workers/inference/engines/kokoro/network/text-side'
import type { KernelTeam } from '../../../workers/kernels/kernel-team'

export interface PersonRequest {
  /** Where the model file lies, and the published voice to begin with. */
  readonly model: string
  readonly voice: string
  /** Recordings, mono at 24 kHz as raw float32, and the ids of what is said. The last one is not fitted, but compared with. */
  readonly clips: readonly { readonly samples: string; readonly ids: readonly number[] }[]
  readonly threads: number
  readonly arithmetic: FittingArithmetic
  readonly seed: number
}

export interface PersonFit {
  readonly clips: readonly { readonly seconds: number; readonly distance: number; readonly medianHertz: number; readonly prepareMs: number }[]
  readonly losses: readonly number[]
  readonly stepMs: readonly number[]
  /** Of the recording that was not fitted, second by second: before and after. */
  readonly unseen: readonly [before: number, after: number]
  readonly memoryBytes: number
}

/** Fits a voice to recordings of a person. */
export async function fitPerson(team: KernelTeam, { model, voice: published, clips, arithmetic, seed }: PersonRequest): Promise<PersonFit> {
  const bytesOf = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer())
  const floatsOf = async (url: string) => new Float32Array((await bytesOf(url)).buffer)
  const weights = readNetworkWeights(await bytesOf(model))
  const table = await floatsOf(published)
  const { memory } = team.kernels
  const work = createPacedWork(team, () => Promise.resolve())
  const projections = createStyleProjections(weights)
  const fitting = { team, weights, scratch: createLaneScratch(team), arithmetic, projections }
  const network = createFittingNetwork(fitting)
  fitting.scratch.place()
  const speaking = { team, weights, scratch: createLaneScratch(team) }
  const [text, sound] = [createTextSide(speaking), createSoundNetwork(speaking)]
  speaking.scratch.place()
  const items: PreparedItem[] = []
  const told: PersonFit['clips'][number][] = []
  let style = new Float32Array()
  for (const { samples, ids } of clips) {
    style = table.slice((ids.length - 3) * 256, (ids.length - 2) * 256)
    const recording = await floatsOf(samples)
    const startedAt = performance.now()
    const used = memory.used
    const prosody = await text.readProsody(work, ids, style, 1)
    const frames = { ...prosody, text: new Float32Array(memory.float32(prosody.text.address, prosody.text.rows * prosody.text.width)) }
    const parts: Float32Array[] = []
    for await (const { samples: part } of sound.run(work, style, prosody, { opening: null, most: 12 })) parts.push(part)
    memory.rewind(used)
    const item = prepareFitItem(recording, { frames, samples: joinSamples(parts) })
    const voiced = item.frames.pitch.filter((hertz) => hertz > 0).sort()
    told.push({ seconds: item.samples.length / 24_000, distance: item.distance, medianHertz: voiced[voiced.length >> 1] ?? 0, prepareMs: performance.now() - startedAt })
    items.push(item)
  }
  const unseen = items.pop()
  if (unseen === undefined) throw new Error('no recordings')
  /** The mean over the seconds of the recording that is not fitted. */
  async function lossOf(own: PreparedItem, voice: LearnedVoice): Promise<number> {
    const styled = projections.of(voice.style).map((value, i) => value + (voice.deltas[i] ?? NaN))
    const count = Math.floor(framesOf(own) / CROP_FRAMES)
    let sum = 0
    for (let i = 0; i < count; i++) sum += (await network.compare(work, styled, cropAt(own, i * CROP_FRAMES, CROP_FRAMES))).loss
    return sum / count
  }

  const fit = createVoiceFit(network, projections, items, startVoiceFit(projections, style, seed))
  const before = await lossOf(unseen, fit.state)
  const losses: number[] = []
  const stepMs: number[] = []
  while (fit.state.step < fit.state.steps) {
    const startedAt = performance.now()
    losses.push(await fit.step(work))
    stepMs.push(performance.now() - startedAt)
  }
  return { clips: told, losses, stepMs, unseen: [before, await lossOf(unseen, fit.state)], memoryBytes: memory.float32(0, 0).buffer.byteLength }
}
