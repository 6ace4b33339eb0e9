import type { ModelPack, PackState } from '../../src/shared/protocol/model-pack'
import { downloadFile } from './file-download'
import type { ModelsEnvironment } from './models-environment'
import { receivedBytesOf, totalBytesOf, type FileStanding } from './pack-standing'
import { ensureRoom } from './room-check'
import { findTwin, letGo, shareFile } from './shared-files'
import { fileSources } from './sources'
import { createTransferRate } from './transfer-rate'

/** About 8 reports a second: smooth for the eye, cheap for the page. */
const REPORT_INTERVAL_MS = 125

export interface PackDownload {
  readonly pack: ModelPack
  readonly standings: readonly FileStanding[]
  readonly baseUrl: string
  readonly signal: AbortSignal
  /** Told where the download stands, throttled, and at the start of each file. */
  readonly onState: (state: PackState & { readonly phase: 'downloading' }) => void
}

/**
 * Downloads the files of a pack that are not kept, in the manifest's order, and marks each in the index as soon as it
 * is verified: whatever happens later, it stays. What another pack has already is not downloaded. The caller holds the
 * pack's lock. Errors: those of `downloadFile`.
 */
export async function downloadPack(download: PackDownload, environment: ModelsEnvironment): Promise<void> {
  const { pack, standings, baseUrl, signal, onState } = download
  const { index, store, now } = environment
  const missing: FileStanding[] = []
  let receivedBytes = receivedBytesOf(standings)
  for (const standing of standings) {
    if (standing.kept) continue
    if (standing.outdated) await letGo(standing.outdated, environment)
    const twin = await findTwin(standing.expectedSha256, environment)
    if (!twin) {
      missing.push(standing)
      continue
    }
    await shareFile({ packId: pack.id, path: standing.file.path }, twin, environment)
    receivedBytes += twin.sizeBytes - standing.receivedBytes
  }
  await ensureRoom(pack.id, missingBytesOf(missing), environment)

  const totalBytes = totalBytesOf(standings)
  const rate = createTransferRate(now())
  let reportedAtMs = -Infinity

  for (const standing of missing) {
    const { file, expectedBytes, expectedSha256 } = standing
    let fileBytes = standing.receivedBytes
    reportedAtMs = -Infinity
    const onBytes = (sizeBytes: number): void => {
      const atMs = now()
      rate.add(Math.max(0, sizeBytes - fileBytes), atMs)
      receivedBytes += sizeBytes - fileBytes
      fileBytes = sizeBytes
      if (atMs - reportedAtMs < REPORT_INTERVAL_MS) return
      reportedAtMs = atMs
      const bytesPerSecond = rate.bytesPerSecond(atMs)
      const secondsLeft =
        totalBytes === null || bytesPerSecond === 0 ? null : Math.max(0, totalBytes - receivedBytes) / bytesPerSecond
      onState({ phase: 'downloading', receivedBytes, bytesPerSecond, secondsLeft, file: file.path })
    }
    onBytes(fileBytes)
    const figures = await downloadFile({
      packId: pack.id,
      path: file.path,
      expectedBytes,
      expectedSha256,
      sources: fileSources(pack, file, baseUrl),
      store,
      fetch: environment.fetch,
      delay: environment.delay,
      signal,
      onBytes,
    })
    await index.write({ packId: pack.id, path: file.path, place: store.placeOf(pack.id, file.path), ...figures })
  }
}

function missingBytesOf(missing: readonly FileStanding[]): number {
  return missing.reduce(
    (sum, { expectedBytes, receivedBytes }) => sum + Math.max(0, (expectedBytes ?? 0) - receivedBytes),
    0,
  )
}
