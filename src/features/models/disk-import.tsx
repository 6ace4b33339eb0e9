import { useState, type ReactElement } from 'react'
import { FileButton } from '../../components/file-button'
import { Panel } from '../../components/panel'
import { useApp } from '../../store/use-app'

/** Brings in model files that were fetched in another way. */
export function DiskImport(): ReactElement {
  const importModelFiles = useApp((state) => state.importModelFiles)
  const [reading, setReading] = useState(false)

  async function take(files: readonly File[]): Promise<void> {
    setReading(true)
    await importModelFiles(files)
    setReading(false)
  }

  return (
    <Panel title="Use files from your disk" lead="For a device without a connection, or for a model of your own.">
      <div className="disk-import">
        <p>Choose all files of one release together. They are copied into this page’s storage and sent nowhere.</p>
        <ul>
          <li>
            Pocket TTS: <code>bundle.json</code>, <code>tokenizer.model</code>, <code>bos_before_voice.npy</code> and the
            five <code>.onnx</code> files of one bundle folder. Where int8 files lie beside larger ones, the int8 files are used.
          </li>
          <li>
            Pocket TTS in one graph: <code>manifest.json</code> and the <code>.onnx</code> and <code>assets.json</code> files
            that it lists.
          </li>
          <li>
            Starter voice: <code>model_quantized.onnx</code> and the <code>.bin</code> files of its voices. They have to be the published ones.
          </li>
        </ul>
        <div className="disk-import__act">
          <FileButton icon="file" inputLabel="Model files from your disk" multiple disabled={reading} onFiles={(files) => void take(files)}>
            Choose files
          </FileButton>
          <span role="status">{reading && 'Reading and checking the files…'}</span>
        </div>
      </div>
    </Panel>
  )
}
