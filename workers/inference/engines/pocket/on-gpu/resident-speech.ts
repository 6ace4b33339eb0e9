import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { SpeechShape } from '../../../../compiler/parts'
import { flowSampling, type SpeechSizes } from '../../../../formats/checkpoint/pocket-sizes'
import { fixedNames } from '../../../../formats/step-names'
import type { ResidentGraph, ResidentGraphs } from '../../../../runtime/resident-graphs'
import { createRunQueue } from '../../../../runtime/run-queue'
import type { Session } from '../../../../runtime/session'
import { sampleLatent } from '../published/latent-sampler'
import type { FrameSampling, SpeechModel, SpeechRun, VoiceState } from '../language-model/speech-model'
import type { FollowedHeads, TextHead } from '../language-model/text-attention'
import { createResidentCaches } from './resident-caches'

/** What a speech model whose caches stay where its graphs run is made of. */
export interface ResidentSpeechParts {
  readonly memory: Pick<ResidentGraphs, 'write' | 'copy' | 'read'>
  /** Speaks a frame. Shares its caches with `prefill`. */
  readonly step: ResidentGraph
  /** Hears a stretch of `prefillRows` positions. */
  readonly prefill: ResidentGraph
  readonly embed: SpeechModel['embed']
  /** The flow alone, which is only needed to sample in more than one step. */
  readonly flow: () => Promise<Session>
}

/** Sizes of such a model. */
export interface ResidentSpeechShape extends SpeechShape, Pick<SpeechSizes, 'latent' | 'told' | 'flow'> {
  readonly lm: Pick<SpeechSizes['lm'], 'width' | 'heads' | 'layers'>
  /** Number of each cache's layer, in the order in which a voice lists its caches. */
  readonly layers: readonly number[]
}

/**
 * Speaks with graphs of fixed shape whose caches stay where the graphs run: of a frame nothing comes back but its latent and
 * whether speech has ended. Runs may alternate, but only one has its rows in the caches: each change of run reads them out.
 */
export function createResidentSpeech({ memory, step, prefill, embed, flow }: ResidentSpeechParts, shape: ResidentSpeechShape): SpeechModel {
  const { latent: latentDim, lm, told: toldWidth, flow: { kind }, capacity, prefillRows: stretchRows, layers } = shape
  const caches = createResidentCaches(memory, step, layers)
  const whole = (name: string, count: number) => ({ tensor: step.output(name), at: 0, count })
  const silence = new Float32Array(latentDim)
  const turns = createRunQueue()
  let resident: { save(): Promise<void> } | null = null
  /** The rows at the start of the caches: a voice that is spoken with again need not be written again. */
  let written: VoiceState | null = null

  function startRun(voice: VoiceState | null, positions: number): SpeechRun {
    let filled = voice?.positions ?? 0
    let saved: VoiceState | null = voice
    /** Positions of the text: what was read last of all before the first frame. */
    const text = { from: filled, to: filled }
    const self = {
      async save() {
        saved = await caches.save(filled)
      },
    }

    /** Makes sure that the caches are this run's, and that `added` more positions fit. */
    async function enter(added: number): Promise<void> {
      if (filled + added > positions) throw new MynaError('position-budget-exceeded', `${filled} + ${added} positions do not fit into ${positions}`)
      if (resident === self) return
      const before = resident
      resident = null
      await before?.save()
      if (saved !== null && saved !== written) caches.restore(saved)
      written = saved
      saved = null
      resident = self
    }

    async function hear(embeddings: Float32Array): Promise<void> {
      const { width } = lm
      const rows = embeddings.length / width
      await enter(rows)
      for (let done = 0; done < rows; done += stretchRows) {
        const added = Math.min(stretchRows, rows - done)
        memory.write(prefill.input('text_embeddings'), embeddings.subarray(done * width, (done + added) * width))
        memory.write(prefill.input(fixedNames.position), Int32Array.of(filled))
        await prefill.run()
        caches.append(prefill, filled, added)
        filled += added
      }
      text.to = filled
    }

    /** One position more; gives the end's logit, what of the frame is wanted, and where the followed heads looked. */
    async function advance(previous: Float32Array, { noise, follow }: FrameSampling, wanted: { readonly name: string; readonly count: number }) {
      await enter(1)
      const starts = previous.some(Number.isNaN)
      memory.write(step.input('sequence'), starts ? silence : previous)
      memory.write(step.input(fixedNames.start), Float32Array.of(starts ? 1 : 0))
      memory.write(step.input('noise'), noise)
      memory.write(step.input(fixedNames.position), Int32Array.of(filled))
      await step.run()
      caches.append(step, filled, 1)
      const heads = follow ? followedIn(lm, follow) : []
      const looks = heads.map(({ layer, head }) => ({ tensor: step.output(fixedNames.attention(layer)), at: head * (capacity + 1) + text.from, count: text.to - text.from }))
      const [endLogits, result, ...seen] = await memory.read([whole('eos_logit', 1), whole(wanted.name, wanted.count), ...looks])
      filled += 1
      const textWeights = heads.map((place, i) => ({ ...place, weights: shareOf(seen[i] ?? silence) }))
      return { endLogit: endLogits?.[0] ?? -Infinity, result: result ?? silence, ...(follow && { textWeights }) }
    }

    return {
      get positions() {
        return filled
      },
      prefill: (embeddings) => turns.run(() => hear(embeddings)),
      async next(previous, sampling, timings) {
        const { noise, steps } = sampling
        const atOnce = flowSampling(kind, steps).steps === flowSampling(kind, 1).steps
        const wanted = atOnce ? { name: 'latent', count: latentDim } : { name: 'conditioning', count: toldWidth ?? lm.width }
        const { result, ...told } = await timings.time(atOnce ? 'lm-flow' : 'lm', 1, () => turns.run(() => advance(previous, sampling, wanted)))
        const refine = async () => sampleLatent(await flow(), result, noise, steps, kind)
        return { ...told, latent: () => (atOnce ? Promise.resolve(result) : timings.time('flow', 1, refine)) }
      },
      voiceState: () =>
        turns.run(async () => {
          await enter(0)
          return caches.save(filled)
        }),
      end() {
        if (resident === self) resident = null
      },
    }
  }

  return {
    maxPositions: capacity,
    embed,
    start(voice, positions) {
      if (positions > capacity) throw new MynaError('position-budget-exceeded', `${positions} positions, ${capacity} at most`)
      if (voice !== null && voice.positions > positions) throw new MynaError('position-budget-exceeded', `${voice.positions} positions do not fit into ${positions}`)
      if (voice !== null) caches.check(voice)
      return startRun(voice, positions)
    },
  }
}

function followedIn({ layers, heads }: Pick<SpeechSizes['lm'], 'layers' | 'heads'>, follow: FollowedHeads): readonly TextHead[] {
  if (follow !== 'all') return follow.filter(({ layer, head }) => layer < layers && head < heads)
  return Array.from({ length: layers * heads }, (_, i) => ({ layer: Math.floor(i / heads), head: i % heads }))
}

/** The part of a head's attention that lies on the text, as shares that are 1 together: even ones where there is none. */
function shareOf(attention: Float32Array): Float32Array {
  const sum = attention.reduce((a, b) => a + b, 0)
  return attention.map((value) => (sum > 0 ? value / sum : 1 / attention.length))
}
