import { expect, it } from 'vitest'
import { readDocument } from '../read-document'

const read = async (text: string, name: string) => readDocument({ blob: new Blob([text]), name, onProgress: () => undefined })

it('reads the words of SubRip: joined to sentences, a turn a paragraph, without tags and sounds', async () => {
  const srt = '\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Call me</i>\r\n\r\n2\r\n00:00:02,600 --> 00:00:04,000\r\n{\\an8}Ishmael.\r\n\r\n3\r\n00:00:04,500 --> 00:00:05,000\r\n[door slams]\r\n- Who is there?\r\n- It is I.\r\n\r\n4\r\n00:00:20,000 --> 00:00:21,000\r\nYears later.\r\n'
  expect((await read(srt, 'whale.srt')).chapters).toEqual([{ title: 'whale', text: 'Call me Ishmael.\n\nWho is there?\n\nIt is I.\n\nYears later.' }])
})

it('reads WebVTT: without its comments and styles, and what rolls by twice is said once', async () => {
  const vtt = 'WEBVTT\nLanguage: en\n\nNOTE 00:00:00.000 --> is no cue\n\nSTYLE\n::cue { color: red }\n\nfirst\n00:01.000 --> 00:02.000 align:start\n<v Ahab>Thar she &amp; he\n\n00:02.000 --> 00:03.000\nThar she & he\n<00:02.500><c>blow.</c>\n'
  expect(await read(vtt, 'x.vtt')).toMatchObject({ language: 'en', chapters: [{ text: 'Thar she & he blow.' }] })
})

it('is damaged where no cue has times', async () => {
  await expect(read('WEBVTT\n\nNothing here', 'x.vtt')).rejects.toMatchObject({ code: 'document-damaged' })
})
