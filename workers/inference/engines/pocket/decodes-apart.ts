import type { ModelPack } from '../../../../src/shared/protocol/model-pack'

/** Whether a pack has a graph per stage, so that its decoder can run beside the language model in a worker of its own. */
export function decodesApart({ files }: Pick<ModelPack, 'files'>): boolean {
  return files.some(({ path }) => path === 'bundle.json')
}
