import { describe, expect, it } from 'vitest'
import { MAX_PAUSE_SECONDS, splitAtPauses } from './pause-tags'

describe('pause tags', () => {
  it.each(['[pause', '[pause five]', '[paws 1s]', 'pause 1s', '[pause 1s', '[pause -1s]'])('leave %s alone', (text) => {
    expect(splitAtPauses(text)).toEqual([{ text, pauseSeconds: 0 }])
  })

  it.each([
    ['[pause 0.5s]', 0.5],
    ['[pause 500ms]', 0.5],
    ['[PAUSE 2 s]', 2],
    ['[pause 1,5s]', 1.5],
    ['[pause: 3 seconds]', 3],
    ['[pause 1]', 1],
    ['[pause]', 0.5],
    ['[pause 999999s]', MAX_PAUSE_SECONDS],
  ])('%s asks for %d seconds', (tag, seconds) => {
    expect(splitAtPauses(`One ${tag} two`)).toEqual([
      { text: 'One', pauseSeconds: seconds },
      { text: ' two', pauseSeconds: 0 },
    ])
  })

  it('add up when they follow each other', () => {
    expect(splitAtPauses('One [pause 1s] [pause 2s]')).toEqual([{ text: 'One', pauseSeconds: 3 }])
  })
})
