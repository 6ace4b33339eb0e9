import { expect } from '@playwright/test'
import { tinySizes } from '../scripts/fixtures/pocket-sizes'
import { ruleCheckpointFile } from '../scripts/fixtures/rule-checkpoint'
import { tinyTokenizer } from '../scripts/fixtures/tiny-tokenizer'
import { AppPage } from './support/app-page'
import { chromiumLaunch } from './support/chromium-launch'
import { startFakeHub, type FakeHubServer } from './support/fake-hub-server'
import { kennedyFor } from './support/sound-files'
import { test as tinyTest } from './support/tiny-test'

const REPOSITORY = 'somebody/english-tiny'
/** The same files, for everybody. */
const COPY = 'elsewhere/copy-of-tiny'
const TOKEN = 'hf_ofThisTest'
const CONFIG = '{"flow_lm": {"transformer": {"num_heads": 4}}, "mimi": {"transformer": {"num_heads": 2}}}'

/** The browser finds a fake huggingface.co on this machine. There is no network to the real one here. */
const test = tinyTest.extend<object, { server: FakeHubServer }>({
  server: [
    // Playwright wants an object pattern here even when nothing is taken from it.
    async ({}, use) => {
      const server = await startFakeHub()
      await use(server)
      await server.close()
    },
    { scope: 'worker' },
  ],
  launchOptions: [
    async ({ server }, use) => {
      const { args = [], ...launch } = chromiumLaunch()
      await use({ ...launch, args: [...args, ...server.browserArguments] })
    },
    { scope: 'worker' },
  ],
})

function publish({ hub }: FakeHubServer, weights: Uint8Array): void {
  const text = (words: string) => new TextEncoder().encode(words)
  const files = {
    'README.md': text('---\nlicense: cc-by-4.0\nlanguage: en\n---\n# Tiny'),
    LICENSE: text('Creative Commons Attribution 4.0 International\n\nYou are free to share and adapt.'),
    'config.json': text(CONFIG),
    'tokenizer.model': tinyTokenizer(),
    'model.safetensors': weights,
  }
  hub.repositories.set(REPOSITORY, { files, gated: true, token: TOKEN })
  if (!hub.repositories.has(COPY)) hub.repositories.set(COPY, { files })
}

test('a gated model is added by its address, paused, resumed, speaks, is renamed, renewed and removed', async ({ page, server }) => {
  const weights = ruleCheckpointFile(tinySizes)
  publish(server, weights)
  const app = new AppPage(page)
  await app.open()
  await app.importVoice(kennedyFor(3), 'Jack')
  await app.goTo('Models')
  const panel = page.getByRole('region', { name: 'Add by address' })
  await panel.getByRole('textbox', { name: 'Address' }).fill(REPOSITORY)
  await panel.getByRole('button', { name: 'See what is there' }).click()
  await expect(panel.locator('[data-error-code="model-gated"]')).toBeVisible()
  await panel.getByLabel('Access token for Hugging Face').fill(TOKEN)
  await panel.getByRole('button', { name: 'Use this token' }).click()

  await expect(panel.getByRole('region', { name: `Licence of ${REPOSITORY}` })).toContainText('free to share and adapt')
  await expect(panel.getByText('somebody, on huggingface.co')).toBeVisible()
  const add = panel.getByRole('button', { name: 'Add and download' })
  await expect(add).toBeDisabled()
  await panel.getByRole('checkbox', { name: /I have read the licence \(cc-by-4\.0\)/ }).check()
  server.stalls = true
  await add.click()

  const card = page.getByRole('article', { name: 'english-tiny' })
  await expect(card.getByRole('progressbar', { name: 'Downloading model.safetensors' })).toBeVisible()
  await card.getByRole('button', { name: 'Pause english-tiny' }).click()
  await expect(card.getByRole('button', { name: 'Resume english-tiny' })).toBeVisible()
  server.stalls = false
  await card.getByRole('button', { name: 'Resume english-tiny' }).click()
  await expect(card.getByText('On this device')).toBeVisible()
  expect(server.hub.requests.at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/)

  await card.getByRole('button', { name: 'Rename english-tiny' }).click()
  await card.getByRole('textbox', { name: 'New name for english-tiny' }).fill('Tiny from the hub')
  await card.getByRole('button', { name: 'Keep name' }).click()
  const renamed = page.getByRole('article', { name: 'Tiny from the hub' })
  await renamed.getByRole('button', { name: 'Use Tiny from the hub' }).click()
  await app.goTo('Speak')
  await app.setSeed(8)
  await app.speak('From the hub.')
  expect((await app.details()).engineId).toBe('pocket-tts')

  await app.goTo('Models')
  await panel.getByRole('button', { name: 'Forget the token' }).click()
  await panel.getByRole('textbox', { name: 'Address' }).fill(`https://huggingface.co/${COPY}`)
  await panel.getByRole('button', { name: 'See what is there' }).click()
  await panel.getByRole('checkbox', { name: /I have read the licence/ }).check()
  await panel.getByRole('button', { name: 'Add and download' }).click()
  const copy = page.getByRole('article', { name: 'copy-of-tiny' })
  await expect(copy.getByText('kept once, together with another engine')).toBeVisible()
  expect(server.hub.requests.some(({ url, range }) => url.endsWith(`${COPY}/model.safetensors`) && range === null)).toBe(false)

  const newer = Uint8Array.from(weights)
  newer[newer.length - 4]! ^= 1
  publish(server, newer)
  await panel.getByRole('button', { name: 'Give an access token' }).click()
  await panel.getByLabel('Access token for Hugging Face').fill(TOKEN)
  await panel.getByRole('button', { name: 'Use this token' }).click()
  const before = server.hub.stored.length
  await renamed.getByRole('button', { name: 'Look for a newer Tiny from the hub' }).click()
  await expect(renamed.getByText(`revision ${server.hub.commit(REPOSITORY).slice(0, 7)}`)).toBeVisible()
  await expect(renamed.getByText('On this device')).toBeVisible()
  expect(new Set(server.hub.stored.slice(before))).toEqual(new Set([`${REPOSITORY}/model.safetensors`]))
  // The former weights are the copy's alone now, and whole.
  await copy.getByRole('button', { name: 'Check files of copy-of-tiny' }).click()
  await expect(page.getByText('Every file of copy-of-tiny is as it should be.')).toBeVisible()

  await renamed.getByRole('button', { name: 'Remove Tiny from the hub' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove its files' }).click()
  await expect(renamed).toHaveCount(0)

  // The token went to the hub alone, also where that sent the browser on to its file store; and nothing keeps it.
  const shown = server.hub.requests.filter(({ authorization }) => authorization !== null)
  expect(new Set(shown.map(({ url, authorization }) => `${new URL(url).host} ${authorization ?? ''}`))).toEqual(new Set([`huggingface.co Bearer ${TOKEN}`]))
  await page.reload()
  await app.goTo('Models')
  await expect(panel.getByRole('button', { name: 'Give an access token' })).toBeVisible()
})
