import { createStageClock } from '../../../stage-clock'
import { isLoss, type Fallback } from '../../on-gpu/fallback'
import type { SpeechModel, SpeechRun } from '../language-model/speech-model'

/** One thing that a run was told; it is told again to the run that takes its place. */
type Telling = (run: SpeechRun) => Promise<unknown>

/**
 * A language model on the GPU that goes on on the CPU when the device is lost: all that the run was told is told again,
 * so that the frames to come follow from those before. Errors are those of either model, but for `device-lost`.
 */
export function speakWithFallback(model: SpeechModel, fallback: Fallback<SpeechModel>): SpeechModel {
  return {
    maxPositions: model.maxPositions,
    embed: (ids) => model.embed(ids),
    start(voice, positions) {
      const told: Telling[] = []
      let onGpu = fallback.taken ? null : model.start(voice, positions)
      let onCpu: SpeechRun | null = null

      async function retold(): Promise<SpeechRun> {
        const run = (await fallback.take()).start(voice, positions)
        for (const tell of told) await tell(run)
        return run
      }

      async function onEither<R>(act: (run: SpeechRun) => Promise<R>): Promise<R> {
        if (onGpu !== null) {
          try {
            return await act(onGpu)
          } catch (thrown) {
            if (!isLoss(thrown)) throw thrown
            onGpu = null
          }
        }
        return act((onCpu ??= await retold()))
      }

      return {
        get positions() {
          return (onGpu ?? onCpu)?.positions ?? voice?.positions ?? 0
        },
        async prefill(embeddings, yieldPoint) {
          const tell: Telling = (run) => run.prefill(embeddings, yieldPoint)
          await onEither(tell)
          told.push(tell)
        },
        async next(previous, sampling, timings) {
          const ask = () => onEither((run) => run.next(previous, sampling, timings))
          const frame = await ask()
          // What the cache takes from a frame is the latent before it; how the next one was sampled leaves no trace.
          const tell: Telling = (run) => run.next(previous, { noise: sampling.noise, steps: 1 }, createStageClock())
          told.push(tell)
          return {
            ...frame,
            async latent() {
              try {
                return await frame.latent()
              } catch (thrown) {
                if (!isLoss(thrown)) throw thrown
              }
              onGpu = null
              told.pop()
              const again = await ask()
              told.push(tell)
              return again.latent()
            },
          }
        },
        voiceState: () => onEither((run) => run.voiceState()),
        end() {
          onGpu?.end()
          onCpu?.end()
        },
      }
    },
  }
}
