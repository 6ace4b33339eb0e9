import type { ModelFile, ModelPack } from '../../../src/shared/protocol/model-pack'

export function samplePack(files: readonly ModelFile[], change: Partial<ModelPack> = {}): ModelPack {
  return {
    id: 'tiny',
    engine: 'kokoro',
    name: 'Tiny',
    description: 'A pack for tests.',
    languages: ['en'],
    licence: 'Apache-2.0',
    licenceUrl: 'https://www.apache.org/licenses/LICENSE-2.0',
    credit: 'nobody',
    terms: '',
    sources: ['https://models.test/tiny/'],
    files: [...files],
    ...change,
  }
}
