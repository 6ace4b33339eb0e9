import { json } from 'node:stream/consumers'
import type { Download, Locator, Page } from '@playwright/test'
import { formatClock } from '../../src/shared/text/wording/english/figures'
import type { SavedTake } from '../../src/shared/protocol/records'
import type { SoundFormat } from '../../src/shared/protocol/sound-export'
import { voiceFileOf } from './voice-file'

/** What "Details (JSON)" gives: the take and everything that is needed to make it again. */
export type TakeDetails = SavedTake & { readonly format: 'myna-take'; readonly version: number; readonly generated: true }

/** A failure that the page showed: the code for programs, the words for people, with the technical facts below. */
export class ShownError extends Error {
  override readonly name = 'ShownError'

  constructor(
    readonly code: string,
    readonly words: string,
  ) {
    super(`${code}: ${words}`)
  }
}

export type View = 'Speak' | 'Projects' | 'History' | 'Models' | 'Storage' | 'About'

/** The app as a person meets it: everything is found by role and name. */
export class AppPage {
  readonly voicePanel: Locator
  readonly wordsPanel: Locator
  readonly listenPanel: Locator
  readonly voiceName: Locator
  readonly consent: Locator
  readonly saveVoice: Locator
  readonly text: Locator
  readonly speakButton: Locator
  readonly stopButton: Locator
  /** Opens the list of files that the take can be downloaded as. */
  readonly downloadButton: Locator
  readonly downloadDialog: Locator
  /** Failures that the page shows; each carries its code as `data-error-code`. */
  readonly errors: Locator

  constructor(readonly page: Page) {
    this.voicePanel = page.getByRole('region', { name: /1\s*Your voice/ })
    this.wordsPanel = page.getByRole('region', { name: /2\s*Your words/ })
    this.listenPanel = page.getByRole('region', { name: /3\s*Listen/ })
    this.voiceName = page.getByRole('textbox', { name: 'Name of this voice' })
    this.consent = page.getByRole('checkbox', { name: /^This is my voice/ })
    this.saveVoice = page.getByRole('button', { name: 'Save voice' })
    this.text = page.getByRole('textbox', { name: 'Text to speak' })
    this.speakButton = page.getByRole('button', { name: 'Speak', exact: true })
    this.stopButton = page.getByRole('button', { name: 'Stop', exact: true })
    this.downloadButton = this.listenPanel.getByRole('button', { name: 'Download', exact: true })
    this.errors = page.locator('[role="alert"][data-error-code]')
    this.downloadDialog = page.getByRole('dialog', { name: 'Before the download' })
  }

  async open(): Promise<void> {
    await this.page.goto('./')
    await this.ready()
  }

  async ready(): Promise<void> {
    await this.text.waitFor()
  }

  async goTo(view: View): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: view, exact: true }).click()
  }

  /** Records with the browser's fake microphone for `seconds` after the countdown. */
  async record(seconds: number, button: 'Record' | 'Record more' = 'Record'): Promise<void> {
    await this.voicePanel.getByRole('button', { name: button, exact: true }).click()
    const stop = this.voicePanel.getByRole('button', { name: 'Stop recording' })
    // A busy page may show one of these seconds late or never.
    const clocks = Array.from({ length: 10 }, (_, late) => `Recording ${formatClock(seconds + late)}`)
    await this.voicePanel.getByText(new RegExp(`^\\s*(${clocks.join('|')})$`)).waitFor()
    await stop.click()
  }

  async choosePromptFile(path: string): Promise<void> {
    await this.voicePanel.getByLabel('Audio file').setInputFiles(path)
  }

  /** Names the draft, gives consent and keeps it. Throws {@link ShownError} when the page refuses the prompt. */
  async keepVoice(name: string): Promise<void> {
    await this.unlessError(this.voiceName.waitFor())
    await this.voiceName.fill(name)
    await this.consent.check()
    await this.saveVoice.click()
    await this.unlessError(this.voiceName.waitFor({ state: 'detached' }))
  }

  async makeVoiceFromFile(path: string, name: string): Promise<void> {
    await this.choosePromptFile(path)
    await this.keepVoice(name)
  }

  /** Takes a voice as another device exported it: sooner than making it, since nobody judges its recording again. */
  async importVoice(wav: string, name: string): Promise<void> {
    await this.choosePromptFile(await voiceFileOf(wav, name))
    await this.unlessError(this.voicePanel.getByRole('radio', { name, checked: true }).waitFor())
  }

  /** Gives model files from disk on the Models page and waits until they are taken. */
  async importModelFiles(paths: readonly string[]): Promise<void> {
    await this.goTo('Models')
    const input = this.page.getByLabel('Model files from your disk')
    await input.setInputFiles([...paths])
    // The input is disabled while the files are read, hashed and copied.
    await this.unlessError(input.and(this.page.locator(':enabled')).waitFor({ state: 'attached', timeout: 120_000 }))
    if (await this.errors.first().isVisible()) await this.shownError()
    await this.goTo('Speak')
  }

  /** Chooses the first engine whose name matches the first pattern that any name matches. */
  async chooseEngine(...patterns: readonly RegExp[]): Promise<void> {
    await this.openSettings()
    const engines = this.page.getByRole('combobox', { name: 'Engine' })
    const labels = await engines.getByRole('option').allTextContents()
    const label = patterns.map((pattern) => labels.find((name) => pattern.test(name))).find((name) => name !== undefined)
    if (label === undefined) throw new Error(`No engine is named like ${patterns.join(' or ')}: ${labels.join(', ')}.`)
    await engines.selectOption({ label })
  }

  /** Opens "Engine and settings", where "How it was made" stands, too. */
  async openSettings(): Promise<void> {
    const toggle = this.page.getByRole('button', { name: 'Engine and settings' })
    if ((await toggle.getAttribute('aria-expanded')) !== 'true') await toggle.click()
  }

  /** Opens what is behind the button of a kept voice. */
  async openVoice(name: string): Promise<void> {
    const toggle = this.voicePanel.getByRole('button', { name: `More about ${name}` })
    if ((await toggle.getAttribute('aria-expanded')) !== 'true') await toggle.click()
  }

  async setSeed(seed: number): Promise<void> {
    await this.openSettings()
    const field = this.page.getByRole('spinbutton', { name: 'Seed' })
    await field.fill(String(seed))
    await field.blur()
  }

  /** How many candidates of each sentence there are to choose from. */
  async setBestOf(count: number): Promise<void> {
    await this.openSettings()
    await this.page.getByRole('combobox', { name: 'Versions of each sentence' }).selectOption(String(count))
  }

  /** Fetches the pack that listens. */
  async fetchTranscriber(): Promise<void> {
    await this.goTo('Models')
    const card = this.page.getByRole('article', { name: 'Whisper base' })
    await card.getByRole('button', { name: 'Download Whisper base' }).click()
    await this.acceptDownload()
    await this.unlessError(card.getByText('On this device').waitFor({ timeout: 120_000 }))
    await this.goTo('Speak')
  }

  /** Pace is 0.5 to 2, in steps of 0.05; pitch -6 to 6 semitones, in steps of a half; loudness -12 to 12 dB. */
  async setSlider(name: 'Pace' | 'Pitch' | 'Loudness', value: number): Promise<void> {
    await this.openSettings()
    await this.page.getByRole('region', { name: 'Settings' }).getByRole('slider', { name }).fill(String(value))
  }

  async setThreads(threads: number): Promise<void> {
    await this.openSettings()
    await this.page.getByRole('combobox', { name: 'Threads' }).selectOption(String(threads))
  }

  /** Throws {@link ShownError} with the page's reason where it does not offer that. */
  async computeWith(label: 'Automatic' | 'CPU (WebAssembly)' | 'GPU (WebGPU)'): Promise<void> {
    await this.openSettings()
    // What can be chosen is only known with the engine.
    await this.page.getByRole('combobox', { name: 'Engine', exact: true }).waitFor()
    const choice = this.page.getByRole('combobox', { name: 'Compute with' })
    if (await choice.getByRole('option', { name: label }).isDisabled()) {
      const hint = this.page.locator(`[id="${(await choice.getAttribute('aria-describedby')) ?? ''}"]`)
      throw new ShownError('execution-provider-unsupported', await hint.innerText())
    }
    await choice.selectOption({ label })
  }

  /** Starts speaking; accepts the download that a first reading asks for. */
  async startSpeaking(text: string): Promise<void> {
    await this.text.fill(text)
    const needsFiles = await this.page.getByRole('button', { name: /^(Download the engine|Resume download)$/ }).isVisible()
    await this.speakButton.click()
    if (!needsFiles) return
    const downloading = this.page.getByRole('progressbar', { name: 'Downloading the engine' })
    await this.unlessError(this.downloadDialog.or(downloading).first().waitFor())
    if (await this.downloadDialog.isVisible()) await this.acceptDownload()
  }

  async acceptDownload(): Promise<void> {
    await this.downloadDialog.getByRole('button', { name: 'Accept and download' }).click()
  }

  /** Waits for the end of the reading. Throws {@link ShownError} when it ends in an error. */
  async spoken(timeoutMs: number): Promise<void> {
    const options = { timeout: timeoutMs }
    await this.unlessError(this.stopButton.waitFor({ state: 'detached', ...options }))
    await this.unlessError(this.downloadButton.waitFor(options))
  }

  /** Waits until all of it is made; hearing it may take longer. Throws {@link ShownError} when it ends in an error. */
  async made(timeoutMs = 120_000): Promise<void> {
    await this.unlessError(this.downloadButton.waitFor({ timeout: timeoutMs }))
  }

  async speak(text: string, timeoutMs = 240_000): Promise<void> {
    await this.startSpeaking(text)
    await this.spoken(timeoutMs)
  }

  async downloadWav(path: string): Promise<void> {
    await (await this.download('Sound (WAV)')).saveAs(path)
  }

  /** Chooses a format for the reading that is shown and takes its file. Throws {@link ShownError} when it cannot be written. */
  async downloadSound(format: SoundFormat, path: string): Promise<void> {
    await this.downloadButton.click()
    await this.listenPanel.getByRole('button', { name: 'Other formats' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Download the sound' })
    await dialog.getByRole('combobox', { name: 'Format' }).selectOption(format)
    await this.takeFile(dialog.getByRole('button', { name: /^Download/ }), path)
  }

  /** Makes an audiobook of the newest takes, the oldest of them first. Throws {@link ShownError} when it cannot be written. */
  async downloadBook(path: string, { title, author = '', chapters = 1 }: { readonly title: string; readonly author?: string; readonly chapters?: number }): Promise<void> {
    await this.goTo('History')
    for (let take = chapters - 1; take >= 0; take--) {
      await this.chooseForTake(this.page.getByRole('article').nth(take), 'Audiobook chapter')
    }
    await this.page.getByRole('button', { name: 'Make an audiobook' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Make an audiobook' })
    await dialog.getByRole('textbox', { name: 'Title', exact: true }).fill(title)
    await dialog.getByRole('textbox', { name: 'Author' }).fill(author)
    await this.takeFile(dialog.getByRole('button', { name: 'Download audiobook' }), path)
    await this.page.getByRole('button', { name: 'Choose none' }).click()
    await this.goTo('Speak')
  }

  /** Presses what the menu of a card of the history offers. */
  async chooseForTake(card: Locator, what: 'Compare' | 'Audiobook chapter' | 'Other formats'): Promise<void> {
    await card.getByRole('button', { name: /^More for/ }).click()
    await card.getByRole('button', { name: new RegExp(`^${what}`) }).click()
  }

  /** Presses a button that gives a file, however long that takes. Throws {@link ShownError} when it cannot be written. */
  async takeFile(button: Locator, path: string): Promise<void> {
    const [download] = await this.unlessError(Promise.all([this.page.waitForEvent('download', { timeout: 0 }), button.click()]))
    await download.saveAs(path)
  }

  async details(): Promise<TakeDetails> {
    return (await json(await (await this.download('Details (JSON)')).createReadStream())) as TakeDetails
  }

  /** Takes a file of the reading that is shown. */
  async download(what: 'Sound (WAV)' | 'Subtitles (SRT)' | 'Subtitles (VTT)' | 'Details (JSON)'): Promise<Download> {
    await this.downloadButton.click()
    const choice = this.listenPanel.getByRole('button', { name: what })
    const [download] = await Promise.all([this.page.waitForEvent('download'), choice.click()])
    return download
  }

  /** The details of the reading that was just made, once it was checked and compared with its voice. */
  async judged(timeoutMs: number): Promise<TakeDetails> {
    const options = { timeout: timeoutMs }
    // Remarks about single sentences use the same words.
    await this.unlessError(this.listenPanel.getByText(/heard as written|heard differently/).first().waitFor(options))
    await this.unlessError(this.listenPanel.getByText(/^This take (and the recording of|is too short)/).waitFor(options))
    return this.details()
  }

  /** Waits for `act`; throws {@link ShownError} as soon as the page shows an error instead. */
  async unlessError<T>(act: Promise<T>): Promise<T> {
    return Promise.race([act, this.shownError()])
  }

  private async shownError(): Promise<never> {
    const alert = this.errors.first()
    await alert.waitFor({ timeout: 0 })
    const facts = await alert.locator('details code').allTextContents()
    const words = await alert.locator('p').allInnerTexts()
    throw new ShownError((await alert.getAttribute('data-error-code')) ?? 'internal', [...words, ...facts].join('\n'))
  }
}
