import { createLaneScratch } from '../network/network-parts'
import { readNetworkWeights } from '../network/network-weights'
import type { LearningGround } from '../network/starter-network'
import { createFittingNetwork, type FittingNetwork } from './fitting-network'
import { createSpeakerLoss } from './speaker-loss/speaker-loss'
import { createStyleProjections, type StyleProjections } from './style-projections'

/** What voices are fitted on. */
export interface Fitting {
  readonly network: FittingNetwork
  readonly projections: StyleProjections
}

/**
 * Opens it beside the network that speaks, in the ground's memory, from that network's file and the speaker encoder's graph, of which
 * nothing is kept. Errors: `model-mismatch`, `out-of-memory`.
 */
export function openFitting({ team }: Pick<LearningGround, 'team'>, file: Uint8Array, encoder: Uint8Array): Fitting {
  const weights = readNetworkWeights(file)
  try {
    const projections = createStyleProjections(weights)
    const scratch = createLaneScratch(team)
    const network = createFittingNetwork({ team, weights, scratch, arithmetic: { forward: 'int8', backward: 'int8' }, projections }, createSpeakerLoss(encoder))
    scratch.place()
    return { network, projections }
  } finally {
    weights.close()
  }
}
