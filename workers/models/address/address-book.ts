import { MynaError } from '../../../src/shared/protocol/errors'
import { HUB_ORIGIN, type ModelListing, type PackUpdate } from '../../../src/shared/protocol/model-address'
import type { ModelFile, ModelPack, PackStatus } from '../../../src/shared/protocol/model-pack'
import { isLocalPack } from '../local-pack'
import type { ModelsEnvironment } from '../models-environment'
import { statusOf, type PackEntry, type PackList } from '../pack-list'
import { letGo } from '../shared-files'
import { parseAddress } from './address'
import { examineModel } from './examined-model'
import { findModels, labelOf, sizeOf, type Candidate } from './found-models'
import { listFolder } from './folder-listing'
import { listRepository } from './hub-listing'
import { readLicence, type ModelCard } from './licence'
import { withToken, type Remote } from './remote-files'
import type { SourceListing } from './source-listing'

/** Adding models by their address; calls and errors as in `ModelsApi`. */
export interface AddressBook {
  lookAt(address: string, token: string | null): Promise<ModelListing>
  examine(address: string, path: string, token: string | null): Promise<ModelPack>
  addPack(pack: ModelPack): Promise<PackStatus>
  findUpdate(packId: string, token: string | null): Promise<PackUpdate | null>
  cancelLook(): void
}

interface Found {
  readonly source: SourceListing
  readonly candidates: readonly Candidate[]
  readonly card: ModelCard
  readonly listing: ModelListing
}

/**
 * @param origins hosts that may be asked beside Hugging Face
 * @param writing runs an act as the only writer of a pack
 */
export function createAddressBook(
  environment: ModelsEnvironment,
  list: PackList,
  origins: () => readonly string[],
  writing: <T>(packId: string, act: () => Promise<T>) => Promise<T>,
): AddressBook {
  const { index, store, compiled } = environment
  const running = new Set<AbortController>()
  /** What was looked at last: whoever chooses one of its models has just seen it. */
  let newest: Found | null = null

  /** @param act is given the token where the address needs one, and stops with `cancelLook` */
  async function asking<T>(token: string | null, act: (remote: Remote) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    running.add(controller)
    try {
      return await act({ fetch: withToken(environment.fetch, token, environment.keepsTokensHome), signal: controller.signal })
    } finally {
      running.delete(controller)
    }
  }

  async function look(text: string, remote: Remote): Promise<Found> {
    const address = parseAddress(text, origins())
    const source = await (address.kind === 'repository' ? listRepository(address, remote) : listFolder(address, remote))
    const candidates = findModels(source.files)
    if (candidates.length === 0) throw new MynaError('address-without-model', `${source.title}: ${source.files.length} files`)
    const { licence, card } = await readLicence(source, remote)
    const { title, maker, revision, needsToken } = source
    const models = candidates.map((candidate) => ({ path: candidate.main.path, name: labelOf(candidate.main.path), sizeBytes: sizeOf(candidate) }))
    const host = new URL(address.kind === 'repository' ? HUB_ORIGIN : address.url).host
    return { source, candidates, card, listing: { address: address.canonical, title, host, maker, revision, needsToken, models, licence } }
  }

  async function describe({ source, candidates, card, listing }: Found, path: string, remote: Remote): Promise<ModelPack> {
    const candidate = candidates.find(({ main }) => main.path === path)
    if (!candidate) throw new MynaError('address-without-model', `${listing.title} has no ${path} any more`)
    const { address, licence } = listing
    return examineModel({ address, listing: source, candidate, card, licenceUrl: licence.url, isAlone: candidates.length === 1 }, remote)
  }

  /** Makes a listed pack one of a newer revision: what is not in that any more is taken away, what stays the same stays. */
  async function renew(entry: PackEntry, newer: ModelPack): Promise<PackStatus> {
    const older = entry.pack
    const { id, name, languages } = older
    return writing(id, async () => {
      const pack = { ...newer, id, name, languages }
      await index.saveLocalPack(pack)
      entry.pack = pack
      try {
        await letOthersGo(older, pack)
        await compiled.erase(id)
      } finally {
        await list.look(entry)
        list.enter(entry)
      }
      return statusOf(entry)
    })
  }

  /** Takes away whole files that the newer pack does not list, and beginnings of files that it lists otherwise. */
  async function letOthersGo(older: ModelPack, newer: ModelPack): Promise<void> {
    const whole = new Set<string>()
    for (const record of (await index.records(newer.id)).values()) {
      if (!newer.files.some(({ path }) => path === record.path)) await letGo(record, environment)
      else if (record.place !== null) whole.add(record.path)
    }
    const stays = ({ path, sizeBytes, sha256 }: ModelFile) =>
      whole.has(path) || older.files.some((file) => file.path === path && file.sizeBytes === sizeBytes && file.sha256 === sha256)
    const staying = new Set(newer.files.filter(stays).map(({ path }) => path))
    for (const { packId, path } of await store.list()) if (packId === newer.id && !staying.has(path)) await store.delete(packId, path)
  }

  return {
    lookAt: (address, token) =>
      asking(token, async (remote) => {
        newest = await look(address, remote)
        return newest.listing
      }),

    examine: (address, path, token) =>
      asking(token, async (remote) => describe(newest?.listing.address === address ? newest : await look(address, remote), path, remote)),

    async addPack(pack) {
      if (!isLocalPack(pack) || !pack.origin) throw new MynaError('model-unknown', `${pack.id} was not examined`)
      const listed = list.entries().find((entry) => entry.pack.id === pack.id)
      if (listed) return renew(listed, pack)
      return writing(pack.id, async () => {
        await index.saveLocalPack(pack)
        const entry = list.add(pack)
        await list.look(entry)
        return list.enter(entry)
      })
    },

    async findUpdate(packId, token) {
      const entry = list.entryOf(packId)
      const { origin, files } = entry.pack
      if (!origin) throw new MynaError('model-unknown', `${packId} was not added by address`)
      return asking(token, async (remote) => {
        const found = await look(origin.address, remote)
        const newer = await describe(found, origin.path, remote)
        const isSame = (origin.revision !== null && newer.origin?.revision === origin.revision) || JSON.stringify(newer.files) === JSON.stringify(files)
        return isSame ? null : { listing: found.listing, path: origin.path, pack: newer }
      })
    },

    cancelLook() {
      for (const controller of running) controller.abort(new MynaError('aborted', 'stopped on request'))
    },
  }
}
