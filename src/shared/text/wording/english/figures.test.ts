import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { formatAbout, formatBytes, formatClock, formatDate, formatDay, formatDuration, formatGain, formatPercent, formatRate, formatSemitones } from './figures'

beforeEach(() => { vi.stubEnv('TZ', 'UTC') })
afterEach(() => { vi.unstubAllEnvs() })

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [24_381, '24.4 kB'],
  [92_361_116, '92.4 MB'],
  [2_500_000_000, '2.5 GB'],
  [3e15, '3,000 TB'],
])('writes %i bytes as %j', (bytes, expected) => {
  expect(formatBytes(bytes)).toBe(expected)
})

it('writes steps in pitch and level with their sign', () => {
  expect([1, -2.5, 0].map(formatSemitones)).toEqual(['+1 semitone', '−2.5 semitones', '0 semitones'])
  expect([3, -6, 0].map(formatGain)).toEqual(['+3 dB', '−6 dB', '0 dB'])
})

it('writes a rate as bytes per second', () => {
  expect(formatRate(3_210_000)).toBe('3.2 MB/s')
})

it.each([
  [0, '0 s'],
  [7.24, '7.2 s'],
  [59.94, '59.9 s'],
  [59.96, '1 min'],
  [65, '1 min 5 s'],
  [600, '10 min'],
  [3599.6, '1 h'],
  [7800, '2 h 10 min'],
])('writes %d seconds as the length %j', (seconds, expected) => {
  expect(formatDuration(seconds)).toBe(expected)
})

it.each([
  [0, 'about 10 s'],
  [44, 'about 40 s'],
  [55, 'about 1 min'],
  [290, 'about 5 min'],
  [3570, 'about 1 h'],
  [6667, 'about 1 h 50 min'],
])('writes roughly %d seconds as %j', (seconds, expected) => {
  expect(formatAbout(seconds)).toBe(expected)
})

it.each([
  [-1, '0:00'],
  [7.9, '0:07'],
  [754, '12:34'],
  [3723, '1:02:03'],
])('writes %d seconds as the place %j', (seconds, expected) => {
  expect(formatClock(seconds)).toBe(expected)
})

it('writes shares as whole percentages', () => {
  expect([0, 0.126, 1].map(formatPercent)).toEqual(['0%', '13%', '100%'])
})

it('writes a moment as day and time, or as the day alone', () => {
  expect(formatDate('2026-11-22T14:05:00.000Z')).toBe('22 Nov 2026, 14:05')
  expect(formatDay('2026-11-22T14:05:00.000Z')).toBe('22 Nov 2026')
})
