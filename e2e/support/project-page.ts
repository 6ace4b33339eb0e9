import type { Locator } from '@playwright/test'
import type { SoundFormat } from '../../src/shared/protocol/sound-export'
import type { AppPage } from './app-page'

/** The app's projects as a person meets them. */
export class ProjectPage {
  readonly progress: Locator
  private readonly makeSound: Locator

  constructor(readonly app: AppPage) {
    this.progress = app.page.getByRole('region', { name: 'Progress' })
    this.makeSound = app.page.getByRole('button', { name: 'Make the sound' })
  }

  /** Begins a project with one chapter. */
  async create(title: string, text: string): Promise<void> {
    const { page } = this.app
    await this.app.goTo('Projects')
    await page.getByRole('textbox', { name: 'Title of the project' }).fill(title)
    await page.getByRole('textbox', { name: 'Text of the first chapter' }).fill(text)
    await page.getByRole('button', { name: 'Create project' }).click()
  }

  /** Reads a document and begins a project with it, or with one of its chapters (from 1). Throws `ShownError` where it cannot be read. */
  async createFrom(path: string, chapter: number | null): Promise<void> {
    const { page } = this.app
    await page.goto('./#/document')
    await page.getByLabel('Document', { exact: true }).setInputFiles(path)
    const begin = page.getByRole('button', { name: 'Make a project' })
    await this.app.unlessError(begin.waitFor())
    if (chapter !== null) {
      const all = page.getByRole('button', { name: 'Choose all' })
      if (await all.isVisible()) await all.click()
      const none = page.getByRole('button', { name: 'Choose none' })
      if (await none.isVisible()) await none.click()
      await page.locator('.chapter-list').getByRole('checkbox').nth(chapter - 1).check()
    }
    await begin.click()
    await this.progress.waitFor()
  }

  /** Gives somebody who speaks in the text a voice. */
  async cast(name: string, voiceName: string): Promise<void> {
    const { page } = this.app
    const settings = page.getByRole('button', { name: 'Title, voices and engine' })
    if ((await settings.getAttribute('aria-expanded')) !== 'true') await settings.click()
    const voice = page.getByRole('combobox', { name: `Voice of ${name}`, exact: true })
    if (!(await voice.isVisible())) {
      await page.getByRole('textbox', { name: 'Name of another speaker' }).fill(name)
      await page.getByRole('button', { name: 'Add speaker' }).click()
    }
    await voice.selectOption({ label: voiceName })
  }

  /** Makes all of it; the engine first, where it is not here. Throws `ShownError` when it ends in an error. */
  async make(timeoutMs: number): Promise<string> {
    const download = this.app.page.getByRole('button', { name: 'Download the engine' })
    await this.makeSound.or(download).first().waitFor()
    if (await download.isVisible()) {
      await download.click()
      await this.app.acceptDownload()
    }
    await this.app.unlessError(this.makeSound.click({ timeout: timeoutMs }))
    await this.app.unlessError(this.progress.getByText('Complete', { exact: true }).waitFor({ timeout: timeoutMs }))
    return (await this.progress.getByText(/sentences?,/).textContent()) ?? ''
  }

  /** Takes the file of it. Throws `ShownError` when it cannot be written. */
  async download(format: SoundFormat | 'm4b', path: string): Promise<void> {
    const { page } = this.app
    // A question of the system, which no program can answer: without it the file comes as a download.
    await page.evaluate(() => { Reflect.deleteProperty(window, 'showSaveFilePicker') })
    await page.getByRole('combobox', { name: 'File', exact: true }).selectOption(format === 'm4b' ? format : `sound ${format}`)
    await this.app.takeFile(page.getByRole('button', { name: /^Download (audiobook|sound)$/ }), path)
  }
}
