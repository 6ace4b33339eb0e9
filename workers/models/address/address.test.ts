import { describe, expect, it } from 'vitest'

import { parseAddress } from './address'

const origins = ['https://app.test', 'https://models.test']
const parse = (text: string) => parseAddress(text, origins)

describe('the address of a model', () => {
  it.each([
    ['', 'address-invalid'],
    ['pocket', 'address-invalid'],
    ['two words/name', 'address-invalid'],
    ['../name', 'address-invalid'],
    ['owner/..', 'address-invalid'],
    ['huggingface.co/owner', 'address-invalid'],
    ['HF.co/owner', 'address-invalid'],
    ['https://huggingface.co/owner/name/tree/%', 'address-invalid'],
    ['https://huggingface.co/owner/name/tree/main/%E0%A4', 'address-invalid'],
    ['http://models.test/folder/', 'address-invalid'],
    ['ftp://models.test/folder/', 'address-invalid'],
    ['https://somebody:secret@models.test/folder/', 'address-invalid'],
    ['https://huggingface.co/spaces/KevinAHM/pocket-tts-web', 'address-invalid'],
    ['https://huggingface.co/datasets/owner/name', 'address-invalid'],
    ['https://huggingface.co/owner', 'address-invalid'],
    ['https://huggingface.co/owner/name/discussions/1', 'address-invalid'],
    ['https://huggingface.co.evil.example/owner/name', 'address-host-refused'],
    ['https://elsewhere.example/folder/', 'address-host-refused'],
  ])('"%s" is refused: %s', (text, code) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code }) as Error)
  })

  it('names the hosts that may be asked', () => {
    expect(() => parse('https://elsewhere.example/x/')).toThrow(/elsewhere\.example; allowed: huggingface\.co, app\.test, models\.test/)
  })

  it.each([
    ['owner/name', 'main', '', 'https://huggingface.co/owner/name'],
    ['  https://huggingface.co/owner/name  ', 'main', '', 'https://huggingface.co/owner/name'],
    ['hf.co/owner/name/', 'main', '', 'https://huggingface.co/owner/name'],
    ['https://huggingface.co/owner/name/tree/v2', 'v2', '', 'https://huggingface.co/owner/name/tree/v2'],
    ['https://huggingface.co/owner/name/tree/main/languages/german', 'main', 'languages/german', 'https://huggingface.co/owner/name/tree/main/languages/german'],
    ['https://huggingface.co/owner/name/blob/main/languages/german/model.safetensors', 'main', 'languages/german', 'https://huggingface.co/owner/name/tree/main/languages/german'],
  ])('"%s" is a repository', (text, branch, folder, canonical) => {
    expect(parse(text)).toEqual({ kind: 'repository', repository: 'owner/name', branch, folder, canonical })
    expect(parse(canonical)).toEqual(parse(text))
  })

  it.each(['https://models.test/tts/english', 'https://models.test/tts/english/', 'https://models.test/tts/english/model.safetensors', 'models.test/tts/english', 'MODELS.test/tts/english'])(
    '"%s" is a folder of an allowed host',
    (text) => {
      const url = 'https://models.test/tts/english/'
      expect(parse(text)).toEqual({ kind: 'folder', url, canonical: url })
    },
  )

  it('is a folder of an allowed host rather than a repository of that name', () => {
    expect(parse('models.test/english')).toMatchObject({ kind: 'folder', url: 'https://models.test/english/' })
  })
})
