import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { FileButton } from '../../components/file-button'
import { Panel } from '../../components/panel'
import { ProgressBar } from '../../components/progress-bar'
import { useFileDrop } from '../../components/use-file-drop'
import type { Progress } from '../../shared/protocol/inference'
import { useApp } from '../../state/use-app'

/** Brings in model files that were fetched in another way, or a model of one's own. */
export function DiskImport(): ReactElement {
  const running = useApp((state) => state.modelImport)
  const importModelFiles = useApp((state) => state.importModelFiles)
  const { hovering, ...drop } = useFileDrop(running === null, (files) => void importModelFiles(files))
  return (
    <Panel
      title="Use files from your disk"
      lead="For a device without a connection, or for a model of your own."
      className="disk-import-panel"
      data-dropping={hovering}
      {...drop}
    >
      <div className="disk-import">
        <p>
          Choose all files of one release together, or drop them here. They are copied into this page’s storage and sent
          nowhere.
        </p>
        <ul>
          <li>
            Pocket TTS: <code>bundle.json</code>, <code>tokenizer.model</code>, <code>bos_before_voice.npy</code> and the
            five <code>.onnx</code> files of one bundle folder. Where int8 files lie beside larger ones, the int8 files are used.
          </li>
          <li>
            Pocket TTS as it was trained: the checkpoint (<code>.safetensors</code>), its tokenizer (<code>tokenizer.model</code>{' '}
            or <code>tokenizer.json</code>) and its configuration (<code>.yaml</code> or <code>.json</code>), which tells how the
            model wants its text. A name that begins with a language, such as <code>german.safetensors</code>, says which one it
            speaks; otherwise choose it above, where the engine is listed.
          </li>
          <li>
            Starter voice: <code>model_quantized.onnx</code> and the <code>.bin</code> files of its voices. They have to be the published ones.
          </li>
        </ul>
        <div className="disk-import__act">
          <FileButton
            icon="file"
            inputLabel="Model files from your disk"
            multiple
            disabled={running !== null}
            onFiles={(files) => void importModelFiles(files)}
          >
            Choose files
          </FileButton>
          <span role="status">{running?.progress === null && 'Reading and checking the files…'}</span>
        </div>
        {running?.progress && <Taking progress={running.progress} />}
      </div>
    </Panel>
  )
}

function Taking({ progress: { label, fraction } }: { readonly progress: Progress }): ReactElement {
  const stopModelImport = useApp((state) => state.stopModelImport)
  return (
    <div className="disk-import__running">
      <ProgressBar label={label} fraction={fraction} valueText={`${Math.floor(100 * fraction)} %`} />
      <Button size="small" onClick={stopModelImport}>Cancel</Button>
    </div>
  )
}
