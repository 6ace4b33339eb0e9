import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { ALLISON_WAV, KENNEDY_WAV } from './support/sound-files'

test('two voices become one that speaks, says what it was made of, and takes that along in its file', async ({ page }) => {
  test.setTimeout(600_000)
  const app = new AppPage(page)
  await app.open()
  await app.makeVoiceFromFile(KENNEDY_WAV, 'Jack')
  await app.makeVoiceFromFile(ALLISON_WAV, 'Allison')
  await app.openVoice('Allison')
  const mix = app.voicePanel.getByRole('button', { name: 'Mix Allison with another voice' })
  await expect(mix).toBeHidden()
  await app.speak('Good morning.')

  await mix.click()
  await app.voicePanel.getByRole('slider', { name: 'Share of the other voice' }).fill('30')
  await app.voicePanel.getByRole('button', { name: 'Hear the mixture' }).click()
  const name = app.voicePanel.getByRole('textbox', { name: 'Name of the mixture' })
  await app.unlessError(name.waitFor({ timeout: 300_000 }))
  await expect(name).toHaveValue('Allison and Jack')
  await app.voicePanel.getByRole('button', { name: 'Save as a new voice' }).click()
  await expect(app.voicePanel.getByRole('radio', { name: /^Allison and Jack .*mixed from 2 voices/ })).toBeChecked()

  await app.speak('Good morning.')
  await app.openVoice('Allison and Jack')
  await expect(app.voicePanel.getByText(/70 % of Allison, with the consent: .* 30 % of Jack, with the consent: /)).toBeVisible()
  const download = page.waitForEvent('download')
  await app.voicePanel.getByRole('button', { name: 'Export voice Allison and Jack' }).click()
  const file = JSON.parse(await readFile(await (await download).path(), 'utf8')) as { mixedOf: { name: string; share: number }[]; learned: { inUse: boolean } }
  expect(file.mixedOf.map(({ name: part, share }) => [part, share])).toEqual([['Allison', 0.7], ['Jack', 0.3]])
  expect(file.learned.inUse).toBe(true)
})
