import { describe, expect, it } from 'vitest'
import { PLAIN_PROSODY, type CastRole } from '../../protocol/script'
import { scriptPassages } from './script-passages'
import { findNames, findTurns } from './speakers'

const role = (name: string, change: Partial<CastRole> = {}): CastRole => ({ name, voiceId: name.toLowerCase(), prosody: PLAIN_PROSODY, ...change })
const names = (text: string) => findNames(text).map(({ name, count }) => `${name} ${count}`)
const spoken = (text: string, cast: readonly CastRole[], gapSeconds?: number) =>
  scriptPassages(text, cast, PLAIN_PROSODY, gapSeconds).map((passage) => `${passage.speaker}> ${passage.text}`)

const script = 'Two people meet.\n\nANNA: Hello, Ben.\nHow are you?\nBen (softly): Fine.\n\nThey part.\n\nAnna: Bye.'
const novel = '“Where is it?” asked Anna.\n\nBen said, “Here.” He smiled. “Take it.”\n\n"Thanks," Anna replied. The “so-called” end.'
const play = 'HAMLET\nTo be, or not to be.\n\nOPHELIA. My lord!\n\nHAMLET\nGet thee.'

describe('names', () => {
  it.each([[script, ['ANNA 2', 'Ben 1']], [novel, ['Anna 2', 'Ben 2']], [play, ['HAMLET 2', 'OPHELIA 1']], ['**Anna:** Hi.\n**Dr. von Bergen:** Ho.', ['Anna 1', 'Dr. von Bergen 1']]])('are found in %j', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })

  it.each([
    'One thing: this is prose.\nIt has no names: none.',
    'Note: first.\nWarning: second.',
    'INTRODUCTION\n\nThis is a report.\n\nCONCLUSION\n\nIt ends.',
    '"Hello," she said. "Yes," said the man. He said, "No."',
    'Only Anna: speaks.\nThe rest\nis long\nand nobody\nis named\nin it.',
    '',
  ])('are not seen in %j', (text) => {
    expect(names(text)).toEqual([])
  })

  it('are found in time that grows with the text', () => {
    for (const text of ['"'.repeat(100_000), 'Anna: a\n'.repeat(12_000), 'A'.repeat(100_000), '“a” said '.repeat(10_000), '\n'.repeat(100_000)]) {
      const startedAt = performance.now()
      findTurns(text)
      expect(performance.now() - startedAt).toBeLessThan(8000)
    }
  })
})

describe('a cast', () => {
  it('says its lines without their names, the narrator the rest', () => {
    expect(spoken(script, [role('Anna'), role('Ben')])).toEqual([
      '> Two people meet.', 'ANNA> Hello, Ben.\nHow are you?', 'Ben> Fine.', '> They part.', 'Anna> Bye.',
    ])
  })

  it('says what is quoted', () => {
    expect(spoken(novel, [role('Anna'), role('Ben')])).toEqual([
      'Anna> “Where is it?”', '> asked Anna.\n\nBen said,', 'Ben> “Here.”', '> He smiled.', 'Ben> “Take it.”', 'Anna> "Thanks,"', '> Anna replied. The “so-called” end.',
    ])
  })

  it('says replies without a name where two people take turns', () => {
    const speakers = (...paragraphs: readonly string[]) => spoken(paragraphs.join('\n\n'), [role('Anna'), role('Ben')]).filter((passage) => !passage.startsWith('>'))
    const asked = '“Where?” asked Anna.'
    expect(speakers(asked, '“Here.”', '“Now?”', '“Soon.” He rose. “Or late.”', 'Ben said, “Yes.”')).toEqual([
      'Anna> “Where?”', 'Ben> “Here.”', 'Anna> “Now?”', 'Ben> “Soon.”', 'Ben> “Or late.”', 'Ben> “Yes.”',
    ])
    // Somebody else may have said it, or it is not clear whose turn it is.
    for (const unclear of [['“Here,” he said.'], ['It was dark.', '“Here.”'], ['“Here.”', '“Now,” said Ben.'], ['“Here.”', '“Now,” said Cleo.']]) {
      expect(speakers(asked, ...unclear, 'The end.', '“Bye,” said Ben.')).not.toContainEqual(expect.stringContaining('“Here'))
    }
  })

  it('has lines of nobody in it read as they stand', () => {
    expect(spoken('Anna: Hi.\nBen: Ho.', [role('Ben')])).toEqual(['> Anna: Hi.', 'Ben> Ho.'])
    expect(spoken(script, [role('')])).toEqual([`> ${script}`])
  })

  it('gives way to a voice that the text names', () => {
    expect(spoken('Ben: Well, [voice: Cleo]hm[/voice] yes.', [role('Ben')])).toEqual(['Ben> Well,', 'Cleo> hm', 'Ben> yes.'])
  })

  it('adds up what the whole, a role and a mark ask for, within what is possible', () => {
    const cast = [role('Ben', { prosody: { pace: 1.2, pitchSemitones: -4, gainDb: 2 } }), role('', { prosody: { ...PLAIN_PROSODY, gainDb: 1 } })]
    const passages = scriptPassages('So.\nBen: [pitch: -4]Low.', cast, { pace: 1.5, pitchSemitones: 0, gainDb: 0 })
    expect(passages.map(({ prosody }) => prosody)).toEqual([{ pace: 1.5, pitchSemitones: 0, gainDb: 1 }, { pace: 1.6, pitchSemitones: -6, gainDb: 2 }])
  })

  it('leaves the gap that is asked for between two speakers', () => {
    const gaps = scriptPassages('Ben: One.\nAnna: Two [louder]three[/louder].\nBen: Four.', [role('Ben'), role('Anna')], PLAIN_PROSODY, 0.4).map(({ gapSeconds }) => gapSeconds)
    expect(gaps).toEqual([undefined, 0.4, 0.06, 0.4])
  })
})
