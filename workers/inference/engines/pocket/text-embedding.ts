import { MynaError } from '../../../../src/shared/protocol/errors'
import type { Session } from '../../../runtime/session'
import { floats, int64 } from '../../../runtime/tensor'

/** Looks token ids up in the text table: [ids.length, width] flat. Throws `model-mismatch` for a table of another width. */
export async function embedText(textConditioner: Session, ids: readonly number[], width: number): Promise<Float32Array> {
  const outputs = await textConditioner.run({ token_ids: int64(ids, [1, ids.length]) })
  const embeddings = floats(outputs['embeddings'])
  if (embeddings.length === ids.length * width) return embeddings
  throw new MynaError('model-mismatch', `${embeddings.length} values for ${ids.length} pieces, ${width} each expected`)
}
