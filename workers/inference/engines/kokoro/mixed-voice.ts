import type { PreparedVoice } from '../../../../src/shared/protocol/engine'
import type { MixRequest } from '../../../../src/shared/protocol/inference'
import { readStarterVoice, writeStarterVoice } from './starter-voice-data'
import { mixStyleTables } from './style-table'
import type { PitchRange } from './pitch-range'
import { besideStyle, type ProsodyReader, type VoiceProsody } from './voice-prosody'

/**
 * A voice between two: style, deltas, pitch and pace of both, the second one counting `share` (0 to 1). A voice without deltas has deltas
 * of nothing. Errors: `model-mismatch`, RangeError for deltas of different networks, those of the reader.
 */
export async function mixStarterVoices({ voices, share }: MixRequest, packKey: string, reader: ProsodyReader): Promise<PreparedVoice> {
  const [first, second] = [readStarterVoice(voices[0], packKey), readStarterVoice(voices[1], packKey)]
  const table = mixStyleTables([{ table: first.table, weight: 1 - share }, { table: second.table, weight: share }])
  const deltas = mixDeltas(first.deltas, second.deltas, share)
  const prosody = await besideStyle(mixProsody(first.prosody, second.prosody, share), table, reader)
  return writeStarterVoice(packKey, { table, prosody, ...(deltas && { deltas }) }, `mixed, ${Math.round(100 * share)} % of the second: ${voices.map(({ summary }) => summary).join('; ')}`)
}

function mixDeltas(first: Float32Array | undefined, second: Float32Array | undefined, share: number): Float32Array | undefined {
  if (first && second && first.length !== second.length) throw new RangeError(`deltas of ${first.length} and ${second.length} numbers`)
  return (first ?? second)?.map((_, at) => between(first?.[at] ?? 0, second?.[at] ?? 0, share))
}

function mixProsody(first: VoiceProsody, second: VoiceProsody, share: number): VoiceProsody {
  const [a, b] = [first.pitch, second.pitch]
  const pitch = a && b ? { person: rangeBetween(a.person, b.person, share), own: rangeBetween(a.own, b.own, share) } : (a ?? b)
  return { pitch, pace: Math.exp(between(Math.log(first.pace), Math.log(second.pace), share)) }
}

function rangeBetween(first: PitchRange, second: PitchRange, share: number): PitchRange {
  return { mean: between(first.mean, second.mean, share), spread: between(first.spread, second.spread, share) }
}

function between(first: number, second: number, share: number): number {
  return (1 - share) * first + share * second
}
