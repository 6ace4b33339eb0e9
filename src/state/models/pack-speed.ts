import type { KernelSpeed } from '../../shared/protocol/inference'
import { isVoicePack, type ModelPack, type PackCost, type PackStatus } from '../../shared/protocol/model-pack'

/** What a frame takes beyond its products: norms, attention, activations, messages. Of readings in Chromium on two cores. */
const OVERHEAD = 1.25

/** How many seconds of sound a device makes in a second; where it has two cores the decoder works beside the language model. */
export function timesSpeech({ roundedWork, floatWork }: PackCost, { rounded, float }: KernelSpeed, cores: number): number {
  const [speech, decoder] = [roundedWork / rounded, floatWork / float]
  return 1 / (OVERHEAD * (cores > 1 ? Math.max(speech, decoder) : speech + decoder))
}

/** A pack that suits a device, and whether it is the lightest since nothing larger does. */
export interface Recommendation {
  readonly packId: string
  readonly isLightest: boolean
}

/** A device that is asked for more than speech twice over has no room for anything else, or for a hot day. */
const COMFORTABLE = 2
/** Share of a device's memory that speaking may take. */
const MEMORY_SHARE = 0.1

export interface Device {
  readonly speed: KernelSpeed
  readonly cores: number
  /** Null where the browser does not say. */
  readonly memoryBytes: number | null
}

/**
 * The pack of a language (BCP 47) that suits this device best: of those that make sound twice as fast as it is heard and fit into its memory the
 * one with most weights, the first of equals; where none does, the one that costs least. Null where packs of that language say no costs.
 */
export function recommendPack(packs: readonly PackStatus[], language: string, { speed, cores, memoryBytes }: Device): Recommendation | null {
  const [primary = ''] = language.split('-')
  const candidates = packs.map(({ pack }) => pack).flatMap((pack) => (isVoicePack(pack) && pack.cost && speaks(pack, primary) ? [{ id: pack.id, cost: pack.cost }] : []))
  const suits = ({ cost }: { cost: PackCost }) =>
    timesSpeech(cost, speed, cores) >= COMFORTABLE && (memoryBytes === null || cost.memoryBytes <= MEMORY_SHARE * memoryBytes)
  const best = candidates.filter(suits).reduce<(typeof candidates)[number] | null>((most, one) => (most !== null && most.cost.roundedWork >= one.cost.roundedWork ? most : one), null)
  if (best !== null) return { packId: best.id, isLightest: false }
  const lightest = candidates.reduce<(typeof candidates)[number] | null>((least, one) => (least !== null && weight(least.cost) <= weight(one.cost) ? least : one), null)
  return lightest && { packId: lightest.id, isLightest: true }
}

const weight = ({ roundedWork, floatWork }: PackCost) => roundedWork + floatWork

function speaks({ languages }: ModelPack, primary: string): boolean {
  return languages.some((tag) => tag.split('-')[0] === primary)
}
