// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { AboutPage } from './about-page'
import { libraryCredits } from './credits'

afterEach(cleanup)

interface PackageFile {
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
}

const project = JSON.parse(readFileSync('package.json', 'utf8')) as PackageFile

it('names the version of the package', () => {
  render(<AboutPage />)
  expect(screen.getByText(new RegExp(`Myna ${project.version.replaceAll('.', '\\.')},`))).toBeTruthy()
})

it('credits every library that ships with the app', () => {
  const credited = libraryCredits.map(({ name }) => name.toLowerCase())
  const family = (name: string) => name.replace(/^react-dom$/, 'react').replace(/^workbox-.*/, 'workbox')
  expect(Object.keys(project.dependencies).map(family).filter((name) => !credited.includes(name))).toEqual([])
})

it('says that the starter is no clone in every word, and whose permission is needed', () => {
  render(<AboutPage />)
  expect(screen.getByText(/not a clone in every word/)).toBeTruthy()
  expect(screen.getByText(/somebody who agreed to this use/)).toBeTruthy()
})

it('credits the recordings that the speaker encoder was trained on, as their licence asks', () => {
  render(<AboutPage />)
  for (const name of [/speechocean762/, /LibriSpeech/]) {
    const entry = screen.getByRole('link', { name }).closest('li')
    expect(entry?.textContent).toContain('CC BY 4.0')
  }
})

it('credits the recordings that it ships, as their licence asks', () => {
  render(<AboutPage />)
  expect(screen.getByRole('link', { name: 'Inaugural address' }).closest('li')?.textContent).toContain('Public domain')
  const asterisk = screen.getByRole('link', { name: /Asterisk/ }).closest('li')?.textContent
  expect(asterisk).toContain('Allison Smith')
  expect(asterisk).toContain('CC BY-SA 3.0')
  expect(asterisk).toContain('Shortened')
})
