import { describe, expect, it } from 'vitest'
import { bundleContext, engineCall } from '#fixtures/bundle-context'
import { signalToNoise } from '#fixtures/compare-numbers'
import { compiledFiles } from '#fixtures/compiled-files'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { rows, values } from '#fixtures/official-vectors'
import { tinySizes } from '#fixtures/pocket-sizes'
import { ruleCheckpointFile } from '#fixtures/rule-checkpoint'
import { tinyTokenizer } from '#fixtures/tiny-tokenizer'
import type { CompileTarget } from '../formats/compiled-bundle'
import type { DecoderStream } from '../inference/engines/pocket/codec/block-decoder'
import { openDecoder } from '../inference/engines/pocket/codec/decoder-opening'
import { openPromptEncoder } from '../inference/engines/pocket/codec/encoding'
import { openSpeech } from '../inference/engines/pocket/language-model/speech-opening'
import type { SpeechModel, SpeechRun } from '../inference/engines/pocket/language-model/speech-model'
import { openPocketSource } from '../inference/engines/pocket/pocket-reader'
import { createTextTable } from '../inference/engines/pocket/text/text-table'
import { createStageClock } from '../inference/stage-clock'
import { readCheckpoint } from './checkpoint'
import { parseModelConfig } from './model-config'

// Every stage on the kernels, with the weights of compiled graphs, against numbers of the official PyTorch code with the same (random) weights.

const timings = createStageClock()

const joined = (parts: readonly Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]))

async function afterText(speech: SpeechModel): Promise<SpeechRun> {
  const listener = speech.start(null, 19)
  await listener.prefill(values('c.voice_prefix'))
  const run = speech.start(await listener.voiceState(), 37)
  await run.prefill(values('a.text_embeddings'))
  return run
}

/** Latents of six frames, each made from the official one before it. */
async function sixLatents(speech: SpeechModel): Promise<readonly Float32Array[]> {
  const run = await afterText(speech)
  const latents: Float32Array[] = []
  let previous: Float32Array = new Float32Array(32).fill(NaN)
  for (const [i, noise] of rows('c.noise', 32).entries()) {
    latents.push(await (await run.next(previous, { noise, steps: 1 }, timings)).latent())
    previous = rows('c.latent', 32)[i]!
  }
  return latents
}

async function decoded(startDecoder: () => DecoderStream, blocks: readonly number[]): Promise<Float32Array> {
  const stream = startDecoder()
  const audio: Float32Array[] = []
  let frame = 0
  for (const frames of blocks) {
    audio.push(await stream.decode(values('e.latents').slice(frame * 32, (frame + frames) * 32)))
    frame += frames
  }
  return joined(audio)
}

const config = parseModelConfig('{"flow_lm": {"transformer": {"num_heads": 4}}, "mimi": {"transformer": {"num_heads": 2}}}')

async function compile(file: Uint8Array, target: CompileTarget) {
  const checkpoint = await readCheckpoint(new Blob([Uint8Array.from(file)]))
  return compiledFiles({ checkpoint, tokenizer: tinyTokenizer(), config, target, name: 'tiny', language: 'en' })
}

describe.each(['fp32', 'wasm-int8'] as const)('the kernels with the weights of a bundle compiled for %s', (target) => {
  it('follow the official code', async () => {
    const context = bundleContext(await compile(ruleCheckpointFile(tinySizes), target))
    const source = await openPocketSource(context.files)
    const embed = createTextTable((await source.readTextTable()) ?? expect.fail('no table'))
    const speech = await openSpeech({ ...context, loadKernels: loadNodeKernels }, source, embed)
    expect(speech.form).toBe('on kernels')
    const decoder = await openDecoder({ ...context, loadKernels: loadNodeKernels }, source)
    expect(decoder.form).toBe('on kernels')
    expect(signalToNoise(await decoded(decoder.value, [1, 4, 19]), values('e.audio_stream'))).toBeGreaterThan(38)
    const encoder = await openPromptEncoder({ ...context, loadKernels: loadNodeKernels }, source, engineCall())
    expect(encoder.form).toBe('on kernels')
    expect(signalToNoise(await encoder.value.encode(values('b2.audio'), engineCall()), values('b2.conditioning'))).toBeGreaterThan(39)
    // Their activations have 13 bits, weights 8 in either case. Measured: 41.7 dB.
    expect(signalToNoise(joined(await sixLatents(speech.value)), values('c.latent'))).toBeGreaterThan(38)
  })
})
