import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What FFmpeg's ffprobe says of a file. */
export interface ProbedFile {
  readonly format: { readonly format_name: string; readonly duration: string; readonly start_time?: string; readonly tags?: Readonly<Record<string, string>> }
  readonly streams: readonly { readonly codec_name?: string; readonly codec_type: string; readonly sample_rate?: string; readonly bit_rate?: string; readonly bits_per_raw_sample?: string; readonly tags?: Readonly<Record<string, string>> }[]
  readonly chapters: readonly { readonly start_time: string; readonly end_time: string; readonly tags?: { readonly title?: string } }[]
}

/** Whether a program cannot be run here. */
export const isMissing = (program: string): boolean => spawnSync(program, ['-version']).status !== 0

/** CI installs it; elsewhere tests that need it are counted as skipped. */
export const lacksFfprobe = process.env['CI'] === undefined && isMissing('ffprobe')

/** Opens the bytes with another program. Throws where it cannot read them. */
export function probe(bytes: Uint8Array, extension: string): ProbedFile {
  return withFile(bytes, extension, (path) =>
    JSON.parse(run('ffprobe', ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', '-show_chapters', path]).toString()) as ProbedFile)
}

/** Decodes the bytes with another program: mono floats at the file's own rate. */
export function decodeElsewhere(bytes: Uint8Array, extension: string): Float32Array {
  return withFile(bytes, extension, (path) => {
    const pcm = run('ffmpeg', ['-v', 'error', '-i', path, '-map', '0:a', '-f', 'f32le', '-'])
    return new Float32Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + pcm.byteLength))
  })
}

function run(program: string, args: readonly string[]): Buffer {
  const { status, stdout, stderr } = spawnSync(program, args, { maxBuffer: 1 << 28 })
  if (status !== 0 || stderr.length > 0) throw new Error(`${program}: ${stderr.toString()}`)
  return stdout
}

function withFile<T>(bytes: Uint8Array, extension: string, act: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'myna-probe-'))
  try {
    const path = join(folder, `file.${extension}`)
    writeFileSync(path, bytes)
    return act(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
