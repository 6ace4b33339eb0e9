import { expect, it } from 'vitest'
import json from './style-model.json'
import measuredStyles from './style-features.json'
import { loadStyleModel, readStyleModel } from './style-model'
import { predict } from './voice-forecast'

it.each([
  ['a part that is missing', { ...json, weights: undefined }],
  ['what is no base64', { ...json, points: '?' }],
  ['sizes that do not fit each other', { ...json, weights: json.weights.slice(0, 400) }],
])('refuses %s', (_what, changed) => {
  expect(() => readStyleModel(changed)).toThrow()
})

it('predicts of the mean style a pitch between those of the published ones', async () => {
  const { forecast } = await loadStyleModel()
  const pitches = measuredStyles.map(({ features }) => 12 * Math.log2(features.medianF0))
  const predicted = predict(forecast, new Float64Array(forecast.scale.length)).at(-1)!
  expect(predicted).toBeGreaterThan(Math.min(...pitches))
  expect(predicted).toBeLessThan(Math.max(...pitches))
})
