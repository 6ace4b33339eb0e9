import type { ModelPack } from './model-pack'

/** The one host that is shown a person's token. */
export const HUB_ORIGIN = 'https://huggingface.co'

/** What stands at an address: the models there, and under which licence. */
export interface ModelListing {
  /** In one form, whatever was typed: the https address of the repository and its branch, or of the folder. */
  readonly address: string
  /** Repository (`owner/name`) or folder, as a person would name it. */
  readonly title: string
  readonly host: string
  /** Whoever published it. */
  readonly maker: string
  /** The commit; null for a plain folder. */
  readonly revision: string | null
  readonly needsToken: boolean
  /** At least one. */
  readonly models: readonly FoundModel[]
  readonly licence: FoundLicence
}

/** A model found by the names of its files; whether it can be run is found out of one that was chosen. */
export interface FoundModel {
  /** Of the file that makes it a model, below the address. */
  readonly path: string
  readonly name: string
  /** Null where the host does not say. */
  readonly sizeBytes: number | null
}

export interface FoundLicence {
  /** As the model card names it, e.g. `cc-by-4.0`; null where it does not. */
  readonly name: string | null
  /** What its licence file says, at most 60,000 characters; null where there is none. */
  readonly text: string | null
  /** Where a person can read it. */
  readonly url: string
}

/** A newer revision of a pack that was added by address; `addPack` makes the listed pack one of it. */
export interface PackUpdate {
  /** What stands at the pack's address now. */
  readonly listing: ModelListing
  /** The model of it that the pack is. */
  readonly path: string
  readonly pack: ModelPack
}
