import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { kennedyFor } from './support/sound-files'
import { test, withTinyVoice } from './support/tiny-test'

const SCRIPT = 'ANNA: Yes.\nBEN: [pitch: +2]No.[/pitch]'

test('a script with two names is read by two voices, with its marks, by keyboard, and kept over a reload', async ({ page }) => {
  const app = await withTinyVoice(page)
  await app.importVoice(kennedyFor(4), 'Berta')
  await app.text.fill(SCRIPT)
  await expect(page.locator('.marked-text__ground mark')).toHaveText(['[pitch: +2]', '[/pitch]'])

  const who = page.getByRole('button', { name: 'Who speaks' })
  await who.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('checkbox', { name: /Give everybody in the text a voice/ }).focus()
  await page.keyboard.press('Space')
  await page.getByRole('combobox', { name: /^BEN/ }).selectOption({ label: 'Jack' })
  await page.getByRole('button', { name: 'What will be said' }).click()
  await expect(page.locator('.spoken-words__label')).toHaveText(['ANNA', 'BEN', 'pitch +2'])
  expect((await new AxeBuilder({ page }).include('.words').analyze()).violations).toEqual([])

  await app.speak(SCRIPT)
  const { script, sentences = [], text } = await app.details()
  expect(text).toBe(SCRIPT)
  expect(script?.voices.map(({ voiceName }) => voiceName)).toEqual(['Berta', 'Jack'])
  expect(script?.passages.map((passage) => [passage.text, passage.voice, passage.prosody.pitchSemitones])).toEqual([['Yes.', 0, 0], ['No.', 1, 2]])
  expect(sentences.map((sentence) => [sentence.text, sentence.passage])).toEqual([['Yes.', 0], ['No.', 1]])

  await page.reload()
  await app.ready()
  await who.click()
  await expect(page.getByRole('combobox', { name: /^BEN/ }).locator('option:checked')).toHaveText('Jack')
})
