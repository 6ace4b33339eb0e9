import { MynaError } from '../../src/shared/protocol/errors'
import type { Progress } from '../../src/shared/protocol/inference'
import type { ModelPack } from '../../src/shared/protocol/model-pack'
import type { DiskFile } from '../../src/shared/protocol/models'
import { findCheckpoint, type CheckpointFiles } from './checkpoint-files'
import { planCheckpoint } from './checkpoint-plan'
import type { ImportCall } from './import-call'
import { isLocalPack } from './local-pack'
import type { ModelsEnvironment } from './models-environment'
import type { PackList } from './pack-list'
import { restingState } from './pack-standing'
import { planImport } from './import-plan'
import { storeImport } from './import-store'
import { forgetPack } from './shared-files'

/** Taking files from the person's disk; calls and errors as in `ModelsApi`. */
export interface FileImport {
  importFiles(files: readonly DiskFile[], onProgress: (progress: Progress) => void): Promise<ModelPack>
  cancelImport(): void
}

/** `writing` runs an act as the only writer of a pack. */
export function createFileImport(
  environment: ModelsEnvironment,
  list: PackList,
  writing: <T>(packId: string, act: () => Promise<T>) => Promise<T>,
): FileImport {
  const { index } = environment
  const running = new Set<AbortController>()

  async function copyFiles(files: readonly DiskFile[]): Promise<ModelPack> {
    const pinned = list.entries().map(({ pack }) => pack).filter((pack) => !isLocalPack(pack))
    const plan = await planImport(files, pinned, (pack, path) =>
      list.entryOf(pack.id).standings.some(({ file, kept }) => file.path === path && kept),
    )
    // The same files again: what the person said of them stays.
    const listed = list.entries().find((entry) => entry.pack.id === plan.pack.id)
    const pack = listed?.pack ?? plan.pack
    return writing(pack.id, async () => {
      // Listed before its bytes come, so that an import that broke off can be seen and removed.
      if (isLocalPack(pack)) await index.saveLocalPack(pack)
      const entry = listed ?? list.add(pack)
      try {
        await storeImport(plan, environment)
      } finally {
        await list.look(entry)
        list.enter(entry)
      }
      return pack
    })
  }

  /** As `copyFiles`, but nothing is left of what does not become whole: nobody can fetch the rest. */
  async function copyCheckpoint(files: CheckpointFiles, call: ImportCall): Promise<ModelPack> {
    const plan = await planCheckpoint(files, call)
    const { id } = plan.pack
    return writing(id, async () => {
      const listed = list.entries().find((entry) => entry.pack.id === id)
      if (listed) {
        await list.look(listed)
        if (restingState(listed.standings).phase === 'ready') return listed.pack
      }
      const pack = listed?.pack ?? plan.pack
      try {
        // Listed before its bytes come, so that what a crash leaves can be seen and removed.
        await index.saveLocalPack(pack)
        await storeImport(plan, environment, call)
      } catch (thrown) {
        await forgetPack(id, environment)
        // What an earlier visit had left of it is gone, too.
        if (listed) {
          list.drop(id)
          await list.look(listed)
          list.enter(listed)
        }
        throw thrown
      }
      const entry = listed ?? list.add(pack)
      await list.look(entry)
      list.enter(entry)
      return pack
    })
  }

  return {
    async importFiles(files, onProgress) {
      const checkpoint = findCheckpoint(files)
      if (checkpoint === null) return copyFiles(files)
      const controller = new AbortController()
      running.add(controller)
      try {
        return await copyCheckpoint(checkpoint, { signal: controller.signal, onProgress })
      } finally {
        running.delete(controller)
      }
    },
    cancelImport() {
      for (const controller of running) controller.abort(new MynaError('aborted', 'stopped on request'))
    },
  }
}
