import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { ModelPack } from '../../src/shared/protocol/model-pack'
import { readCheckpoint } from '../../workers/compiler/checkpoint'
import { compileBundle, type FileSink } from '../../workers/compiler/compile-bundle'
import { parseModelConfig } from '../../workers/compiler/model-config'
import { compileTargets, type CompileTarget } from '../../workers/formats/compiled-bundle'
import { openFileSource } from './file-source'

const USAGE = `npm run compile-bundle -- --checkpoint model.safetensors --tokenizer tokenizer.model --out DIR
  [--config config.json]   the official configuration as JSON, where the model's heads are not 64 wide
  [--target ${compileTargets.join('|')}]   default wasm-int8
  [--name NAME] [--language en] [--licence CC-BY-4.0] [--licence-url URL] [--credit TEXT] [--source https://…/]`

const { values } = parseArgs({
  options: {
    checkpoint: { type: 'string' },
    tokenizer: { type: 'string' },
    out: { type: 'string' },
    config: { type: 'string' },
    target: { type: 'string', default: 'wasm-int8' },
    name: { type: 'string' },
    language: { type: 'string', default: 'en' },
    licence: { type: 'string', default: 'unknown' },
    'licence-url': { type: 'string', default: '' },
    credit: { type: 'string', default: '' },
    source: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const target = compileTargets.find((known) => known === values.target)
if (values.help || target === undefined || values.checkpoint === undefined || values.tokenizer === undefined || values.out === undefined) {
  console.error(USAGE)
  process.exit(values.help ? 0 : 2)
}

const name = values.name ?? basename(values.checkpoint).replace(/\.safetensors$/, '')
await compile(values.checkpoint, values.tokenizer, values.out, target)

async function compile(checkpointPath: string, tokenizerPath: string, out: string, target: CompileTarget): Promise<void> {
  const stopping = new AbortController()
  process.once('SIGINT', () => { stopping.abort() })
  const file = await openFileSource(checkpointPath)
  try {
    mkdirSync(out, { recursive: true })
    let shownPercent = -1
    const source = {
      checkpoint: await readCheckpoint(file),
      tokenizer: readFileSync(tokenizerPath),
      config: parseModelConfig(values.config === undefined ? '{}' : readFileSync(values.config, 'utf8')),
      target, name, language: values.language,
    }
    const files = await compileBundle(source, (path) => fileSink(join(out, path)), {
      signal: stopping.signal,
      onProgress: ({ writtenBytes, totalBytes, path }) => {
        const percent = Math.floor((100 * writtenBytes) / totalBytes)
        if (percent === shownPercent) return
        shownPercent = percent
        process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${percent} %  ${path}` : `${percent} %  ${path}\n`)
      },
    })
    if (process.stderr.isTTY) process.stderr.write('\n')
    const pack: ModelPack = {
      id: `pocket-${name}-${target}`.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-'),
      engine: 'pocket-tts',
      name: `Pocket TTS, ${name}`,
      description: `Compiled from ${basename(checkpointPath)} for ${target}.`,
      languages: [values.language],
      licence: values.licence,
      licenceUrl: values['licence-url'],
      credit: values.credit,
      terms: '',
      sources: [values.source ?? `models/${basename(out)}/`],
      files: [...files],
    }
    writeFileSync(join(out, 'manifest.json'), `${JSON.stringify({ version: 1, packs: [pack] }, null, 1)}\n`)
    for (const { path, sizeBytes, sha256 } of files) console.log(`${sha256}  ${path}  ${sizeBytes.toLocaleString('en')} bytes`)
  } finally {
    await file.close()
  }
}

async function fileSink(path: string): Promise<FileSink> {
  const handle = await open(path, 'w')
  return {
    async write(bytes) {
      await handle.write(bytes)
    },
    close: () => handle.close(),
  }
}
