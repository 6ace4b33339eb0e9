import { readdirSync } from 'node:fs'
import { defineConfig } from 'eslint/config'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import { importX } from 'eslint-plugin-import-x'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/** Rooms and who may import whom: the table in README.md, as lint errors. */
const rooms = {
  'src/protocol': [],
  'src/audio': [],
  'src/text': [],
  'src/components': [],
  'src/service-worker': [],
  'src/storage': ['src/protocol', 'src/audio'],
  // Worklets are bundled by an import of their entry as a URL, which is all that the engine may take from there.
  'src/engine': [
    'src/protocol',
    'src/audio',
    'src/storage',
    'workers/playback/playback.worklet.ts',
    'workers/recording/recording.worklet.ts',
  ],
  'src/store': ['src/protocol', 'src/audio', 'src/text', 'src/engine', 'src/storage'],
  'src/features': ['src/protocol', 'src/audio', 'src/text', 'src/components', 'src/store'],
  'workers/inference': [
    'src/protocol',
    'src/audio',
    'src/text',
    'src/storage',
    // It may have a worker beside it, owned as the page owns its workers.
    'src/engine/worker-connection.ts',
    'workers/kernels',
    'workers/formats',
    // Whose voice is heard: in a prompt, and in what was made of it.
    'workers/analysis/speaker-encoder.ts',
    'workers/analysis/speaker-encoder-graph.ts',
  ],
  'workers/kernels': ['src/protocol'],
  'workers/formats': ['src/protocol'],
  'workers/compiler': ['src/protocol', 'workers/formats'],
  'workers/models': ['src/protocol', 'src/storage', 'workers/compiler', 'workers/formats'],
  'workers/transcription': ['src/protocol', 'src/audio', 'src/storage', 'workers/inference/ort-runtime.ts'],
  'workers/analysis': [
    'src/protocol',
    'src/audio',
    'workers/inference/ort-runtime.ts',
    'workers/inference/run-queue.ts',
    'workers/inference/session.ts',
    'workers/inference/tensor.ts',
  ],
  'workers/playback': ['src/protocol', 'src/audio'],
  'workers/recording': ['src/protocol', 'src/audio'],
}

const roomZones = Object.entries(rooms).flatMap(([room, allowed]) =>
  ['src', 'workers'].map((from) => ({
    target: `./${room}`,
    from: `./${from}`,
    except: [room, ...allowed].filter((path) => path.startsWith(`${from}/`)).map((path) => `.${path.slice(from.length)}`),
    message: `${room} may import only from: ${allowed.join(', ') || 'itself'}.`,
  })),
)

const featureZones = readdirSync(new URL('src/features', import.meta.url)).map((feature) => ({
  target: `./src/features/${feature}`,
  from: './src/features',
  except: [`./${feature}`],
  message: 'A feature never imports another feature.',
}))

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', '.cache/', 'test-results/', 'playwright-report/', 'coverage/', 'workers/kernels/assembly/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js'] } } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({ noWarnOnMultipleProjects: true, project: ['tsconfig.*.json'] }),
      ],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: [...roomZones, ...featureZones] }],
      'import-x/no-cycle': 'error',
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'onnxruntime-web', message: 'Import /wasm or /jspi: the bare package is the JSEP build.' }] },
      ],
      'no-console': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    },
  },
  {
    files: ['src/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  { files: ['eslint.config.js'], extends: [tseslint.configs.disableTypeChecked] },
  { files: ['scripts/**', 'e2e/**', '**/*.config.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'e2e/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'import-x/no-restricted-paths': 'off' },
  },
)
