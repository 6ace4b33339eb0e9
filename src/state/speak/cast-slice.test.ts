import { beforeEach, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import type { SpeakEvent } from '../../shared/protocol/engine'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { createFakeServices, SAMPLE_RATE, testVoice, type FakeServices } from '#testing/state/fake-services'

const SCRIPT = 'Two meet.\n\nAnna: Hello.\nBen: Fine.\n\nAnna: Bye.'

let services: FakeServices
let store: StoreApi<AppState>
const state = () => store.getState()

async function opened(): Promise<void> {
  store = createAppStore(services)
  await state().start()
}

beforeEach(async () => {
  services = createFakeServices({ voices: [testVoice('ada'), testVoice('berta', 'Berta')] })
  await opened()
  state().selectVoice('ada')
  state().setText(SCRIPT)
})

async function asked(count = 1) {
  await expect.poll(() => services.inference.requests).toHaveLength(count)
  return services.inference.requests[count - 1]!
}

/** Who says what, by the place of the voice. */
const said = ({ passages }: Awaited<ReturnType<typeof asked>>) => passages.map(({ voice, text }) => `${voice} ${text}`)

const plan: SpeakEvent = { type: 'plan', chunks: [0, 1, 2, 3].map((passage) => ({ text: `${passage}.`, estimatedSeconds: 1, ...(passage > 0 && { passage }) })) }

function sound(from: number, to: number): void {
  services.inference.send(plan)
  for (let chunkIndex = from; chunkIndex < to; chunkIndex++) services.inference.send({ type: 'audio', chunkIndex, samples: new Float32Array(SAMPLE_RATE).fill(0.1), endsChunk: true })
}

async function castRead(): Promise<void> {
  state().setCast({ isOn: true, gapSeconds: 0.3 })
  state().setRole('Ben', 'berta')
  await state().speak()
  await asked()
}

it('is not asked for: the text is read as it stands by one voice', async () => {
  state().setRole('Ben', 'berta')
  await state().speak()
  expect(said(await asked())).toEqual([`0 ${SCRIPT}`])
})

it('gives everybody a voice, the narrator’s where none was chosen, and keeps the gap', async () => {
  await castRead()
  const request = await asked()
  expect(said(request)).toEqual(['0 Two meet.', '0 Hello.', '1 Fine.', '0 Bye.'])
  expect(request.voices).toHaveLength(2)
  expect(request.passages.map(({ gapSeconds }) => gapSeconds)).toEqual([undefined, 0.3, 0.3, 0.3])
})

it('lets the narrator have another voice than the chosen one', async () => {
  state().setRole('', 'berta')
  await castRead()
  sound(0, 4)
  services.inference.finish(4 * SAMPLE_RATE, 100)
  await expect.poll(() => state().takes).toHaveLength(1)
  expect(state().takes[0]).toMatchObject({ voiceName: 'Berta' })
})

it('falls back to the narrator where a voice is gone', async () => {
  state().setRole('Anna', 'nobody')
  await castRead()
  expect(said(await asked())).toEqual(['0 Two meet.', '0 Hello.', '1 Fine.', '0 Bye.'])
})

it('takes a voice of the library that a mark names', async () => {
  state().setText('So. [voice: berta]Well.[/voice] [voice: Nobody]Yes.')
  await state().speak()
  expect(said(await asked())).toEqual(['0 So.', '1 Well.', '0 Yes.'])
})

it('refuses a text of marks alone', async () => {
  state().setText('[voice: Berta] [pause 1s]')
  await state().speak()
  expect(state().speakState).toMatchObject({ phase: 'failed', error: { code: 'text-unspeakable' } })
})

it('outlives a reload, and is no more after everything was erased', async () => {
  state().setCast({ isOn: true, gapSeconds: 1 })
  state().setRole('Ben', 'berta')
  const afterReload = async () => {
    await opened()
    return state().cast
  }
  await expect.poll(afterReload).toMatchObject({ isOn: true, gapSeconds: 1, roles: [{ name: 'Ben', voiceId: 'berta' }] })
  await state().eraseAll()
  expect(state().cast.roles).toEqual([])
})

it('stays with the take: which voice said each sentence, and the same request again', async () => {
  await castRead()
  const first = await asked()
  sound(0, 4)
  services.inference.finish(4 * SAMPLE_RATE, 100)
  await expect.poll(() => state().takes).toHaveLength(1)
  const [take] = state().takes
  expect(take?.sentences?.map(({ passage }) => passage)).toEqual([0, 1, 2, 3])
  expect(take?.script?.voices.map(({ voiceName }) => voiceName)).toEqual(['ada', 'Berta'])
  state().setText('Other.')
  await state().regenerateTake(take?.id ?? '')
  expect(await asked(2)).toMatchObject({ passages: first.passages, voices: { length: 2 } })
})

it('goes on after a closed tab with the same passages and voices', async () => {
  await castRead()
  const first = await asked()
  sound(0, 2)
  await expect.poll(() => services.kept.pieces).toHaveLength(2)
  await opened()
  await expect.poll(() => state().unfinished).toHaveLength(1)
  void state().continueReading(state().unfinished[0]!.reading.facts.id)
  expect(await asked(2)).toMatchObject({ passages: first.passages, chunks: { from: 2, to: 4 } })
  sound(2, 4)
  services.inference.finish(2 * SAMPLE_RATE, 100)
  await expect.poll(() => state().takes[0]?.sentences?.map(({ passage }) => passage)).toEqual([0, 1, 2, 3])
})

it('does not go on where one of the voices has another recording by now', async () => {
  await castRead()
  sound(0, 2)
  await expect.poll(() => services.kept.pieces).toHaveLength(2)
  services.kept.voices.splice(services.kept.voices.findIndex(({ id }) => id === 'berta'), 1)
  await opened()
  await expect.poll(() => state().unfinished).toHaveLength(1)
  await state().continueReading(state().unfinished[0]!.reading.facts.id)
  expect(state().notices.map(({ error }) => error?.code)).toEqual(['reading-changed'])
})

