import { expect, it } from 'vitest'
import { sourceHosts } from './source-hosts'

it('names every host that a download may contact once, the own one for relative addresses', () => {
  const sources = ['models/a/', 'https://hub.example/one/', 'https://hub.example/two/']
  expect(sourceHosts(sources, 'https://app.example/myna/#/speak')).toEqual(['app.example', 'hub.example'])
})
