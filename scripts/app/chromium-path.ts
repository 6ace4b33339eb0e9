import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']

const MAC_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

const WINDOWS_PROGRAMS = [
  'Google/Chrome/Application/chrome.exe',
  'Chromium/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
]

const HOW_TO_GET_ONE = [
  'No Chrome or Chromium was found. Get one in one of these ways:',
  '  Debian, Ubuntu:  sudo apt-get install chromium',
  '  macOS, Windows:  install Google Chrome (https://www.google.com/chrome/)',
  '  anywhere:        npx playwright install chromium',
  'or set CHROME_PATH to the executable of one that is installed elsewhere.',
].join('\n')

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function usualPlaces(): string[] {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
  switch (process.platform) {
    case 'darwin':
      return [...MAC_APPS, ...onPath]
    case 'win32':
      return [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']]
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => WINDOWS_PROGRAMS.map((program) => join(folder, program)))
    default:
      return [...NAMES.map((name) => join('/usr/bin', name)), ...onPath, '/snap/bin/chromium']
  }
}

/**
 * Path of an installed Chrome or Chromium: CHROME_PATH, then the one Playwright downloaded, then the usual places.
 * Throws an error that says how to get one.
 */
export function findChromium(): string {
  const asked = process.env['CHROME_PATH']
  if (asked !== undefined && asked !== '') {
    if (isExecutable(asked)) return asked
    throw new Error(`CHROME_PATH is ${asked}, which is not an executable file.\n${HOW_TO_GET_ONE}`)
  }
  const playwrights = chromium.executablePath()
  if (existsSync(playwrights)) return playwrights
  const found = usualPlaces().find(isExecutable)
  if (found === undefined) throw new Error(HOW_TO_GET_ONE)
  return found
}
