import { sourceTensors, type SourceTensors } from '../../../../compiler/source-tensors'
import type { CompilePlan } from '../../on-gpu/compiled-graphs'
import type { PartFiles } from '../pocket-source'

/** Reads the files of a part and plans its graphs; they are dropped where that fails, and by whoever takes the plan. */
export async function planOf<S>(
  read: () => Promise<PartFiles>,
  plan: (tensors: Required<SourceTensors>) => Omit<CompilePlan<S>, 'drop'>,
): Promise<CompilePlan<S>> {
  const { weights, drop } = await read()
  try {
    return { ...plan(sourceTensors(weights())), drop }
  } catch (thrown) {
    drop()
    throw thrown
  }
}
