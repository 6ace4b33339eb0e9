import { describe, expect, it } from 'vitest'
import { PLAIN_PROSODY } from '../../protocol/script'
import { marksOfSsml, ssmlOf } from './ssml'

describe('SSML that comes in', () => {
  it.each([
    ['<speak>One.<break time="500ms"/>Two.<break strength="strong"/>Three.<break/></speak>', 'One. [pause 0.5s] Two. [pause 0.8s] Three. [pause 0.5s]'],
    ['<prosody rate="120%" pitch="+2st" volume="-3dB">Quick</prosody>', '[pace: 1.2][pitch: 2][loudness: -3]Quick[/loudness][/pitch][/pace]'],
    ['<prosody rate="slow">Slow</prosody> <prosody pitch="200Hz">as it was</prosody> <prosody rate="900%">fast</prosody>', '[pace: 0.85]Slow[/pace] as it was [pace: 1.6]fast[/pace]'],
    ['<voice name="Anna">Hello <emphasis>you</emphasis></voice>', '[voice: Anna]Hello you[/voice]'],
    ['<speak><p><s>A &amp; B.</s><s>C.</s></p><p>D.</p></speak>', 'A & B. C.\n\nD.'],
    ["<say-as interpret-as='characters'>NASA</say-as>, <say-as interpret-as=\"date\">1/2/2026</say-as>", '[say-as: letters]NASA[/say-as], 1/2/2026'],
    ['<sub alias="World Wide Web">WWW</sub> and <phoneme alphabet="ipa" ph="təˈmeɪtoʊ">tomato</phoneme>', '[say: WWW | World Wide Web] and [say: tomato | /təˈmeɪtoʊ/]'],
    ['<speak><mstts:express-as style="cheerful">Hi</mstts:express-as> <lang xml:lang="de">Tag</lang></speak>', '[mood: cheerful]Hi[/mood] Tag'],
    ['<speak><say-as interpret-as="constructor">A</say-as><break strength="constructor"/>B</speak>', 'A [pause 0.5s] B'],
    ['<speak>A<prosody rate="slow"/> <voice name="Anna"/>B<p/>C</speak>', 'A B\n\nC'],
    ['<speak><phoneme alphabet="x-amazon-pinyin" ph="bao2">薄</phoneme> <phoneme ph="noʊ">no</phoneme></speak>', '薄 [say: no | /noʊ/]'],
    ['<speak><!-- note --><prosody rate="fast">never closed', '[pace: 1.2]never closed[/pace]'],
  ])('%s', (ssml, marks) => {
    expect(marksOfSsml(ssml)).toBe(marks)
  })

  it.each(['Plain words.', '1 < 2 and 3 > 2', '<b>bold</b> and <sub>2</sub>', ''])('is told from other text: %j', (text) => {
    expect(marksOfSsml(text)).toBeNull()
  })

  it('takes time in proportion to its length', () => {
    for (const ssml of [`<speak>${'<p>'.repeat(30_000)}`, `<speak>${'<prosody rate="fast">a</prosody>'.repeat(5000)}`, `<speak>${'<'.repeat(100_000)}`, `<speak ${'a="b" '.repeat(20_000)}`]) {
      const startedAt = performance.now()
      marksOfSsml(ssml)
      expect(performance.now() - startedAt).toBeLessThan(8000)
    }
  })
})

describe('SSML that goes out', () => {
  const inside = (text: string, cast = [{ name: 'Anna', voiceId: 'a', prosody: PLAIN_PROSODY }]) => ssmlOf([text], 'en-US', cast).split('\n').slice(2, -2).join('\n')

  it('has what the marks and the cast ask for', () => {
    expect(inside('R & B. [pause 500ms] [pace: 1.2][louder]Go[/louder][/pace]\nAnna: [mood: sad]Well,[/mood] [say: WWW | the web] [spell: AB] [say-as: digits]12[/say-as] [say: no | /noʊ/]')).toBe(
      [
        '<p>R &amp; B. <break time="0.5s"/></p>',
        '<p><prosody rate="120%" volume="+6dB">Go</prosody></p>',
        '<voice name="Anna"><mstts:express-as style="sad">Well,</mstts:express-as></voice>',
        '<voice name="Anna"><sub alias="the web">WWW</sub> <sub alias="A B">AB</sub> <say-as interpret-as="digits">12</say-as> <phoneme alphabet="ipa" ph="noʊ">no</phoneme></voice>',
      ].join('\n'),
    )
  })

  it('is taken by every parser, whatever was pasted', () => {
    expect(inside('One\u000btwo [say: a\u001a | b]')).toBe('<p>One two <sub alias="b">a </sub></p>')
  })

  it('comes back as the same marks', () => {
    const text = 'Now [pace: 1.2]quick[/pace] [voice: Ben]and [say: WWW | the web][/voice]'
    expect(marksOfSsml(ssmlOf([text], 'en'))?.replace(/\s+/g, ' ')).toBe('Now [pace: 1.2]quick[/pace] [voice: Ben]and [say: WWW | the web][/voice]')
  })
})

it('lets what is marked in one text end with it', () => {
  expect(ssmlOf(['One. [louder]Two.', 'Three.'], 'en').split('\n').slice(2, -2)).toEqual(['<p>One.</p>', '<p><prosody volume="+6dB">Two.</prosody></p>', '<p>Three.</p>'])
})
