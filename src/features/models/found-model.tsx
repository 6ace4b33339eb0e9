import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Checkbox } from '../../components/checkbox'
import { Select } from '../../components/select'
import type { ModelListing } from '../../shared/protocol/model-address'
import { packSizeBytes, type ModelPack } from '../../shared/protocol/model-pack'
import { formatBytes } from '../../shared/text/wording/english/figures'
import { languageName } from '../../shared/text/wording/english/languages'
import { useApp } from '../../state/use-app'
import { Fact } from './fact'

export interface FoundModelProps {
  readonly listing: ModelListing
  /** The model that was chosen, null where there is a choice to make. */
  readonly path: string | null
  /** What it is as an engine, once that is known. */
  readonly pack: ModelPack | null
  /** Called when the question is answered. */
  readonly onLeave: () => void
}

/** What stands at an address: whose it is, under which licence, which models; and the question whether to take one. */
export function FoundModel({ listing, path, pack, onLeave }: FoundModelProps): ReactElement {
  const examineModel = useApp((app) => app.examineModel)
  const closeAddress = useApp((app) => app.closeAddress)
  const addExaminedModel = useApp((app) => app.addExaminedModel)
  /** The pack whose licence the person agreed to. */
  const [agreedTo, setAgreedTo] = useState<string | null>(null)
  const agrees = pack !== null && agreedTo === pack.id
  const { title, host, maker, models, licence } = listing

  function leave(act: () => unknown): void {
    void act()
    onLeave()
  }

  const choices = models.map((model) => ({ value: model.path, label: model.sizeBytes === null ? model.name : `${model.name}, ${formatBytes(model.sizeBytes)}` }))
  return (
    <div className="found-model" role="group" aria-label={`Found at ${title}`}>
      <dl className="pack__facts">
        <Fact name="Found">{title}</Fact>
        <Fact name="Maker">{maker}, on {host}</Fact>
        <Fact name="Licence">
          <a href={licence.url} target="_blank" rel="noreferrer">{licence.name ?? 'not named by its maker'}</a>
        </Fact>
        {pack && <Fact name="Language">{pack.languages.map((tag) => (tag === 'und' ? 'not said; choose it afterwards' : languageName(tag))).join(', ')}</Fact>}
        {pack && <Fact name="Download">{sizeWords(pack)}</Fact>}
      </dl>
      {models.length > 1 && (
        <Select
          label={`Model, one of ${models.length}`}
          value={path ?? ''}
          options={[...(path === null ? [{ value: '', label: 'choose one', disabled: true }] : []), ...choices]}
          onChange={(chosen) => void examineModel(chosen)}
        />
      )}
      {licence.text !== null && (
        <pre className="found-model__licence" tabIndex={0} role="region" aria-label={`Licence of ${title}`}>{licence.text}</pre>
      )}
      {pack && (
        <>
          <p className="pack__note">
            It is Pocket TTS, and Myna can run it. Myna’s makers have not heard it. What its licence and its maker forbid is forbidden here,
            too: above all imitating a voice without the permission of the person it belongs to.
          </p>
          <Checkbox checked={agrees} onChange={(checked) => { setAgreedTo(checked ? pack.id : null) }}>
            {licence.name === null
              ? `I know that ${maker} names no licence, and I have their permission to use this model.`
              : `I have read the licence (${licence.name}) and I may use this model by ${maker} under it.`}
          </Checkbox>
        </>
      )}
      <div className="pack__actions">
        {pack && (
          <Button variant="primary" icon="download" disabled={!agrees} onClick={() => { leave(addExaminedModel) }}>
            Add and download
          </Button>
        )}
        <Button onClick={() => { leave(closeAddress) }}>Not now</Button>
      </div>
    </div>
  )
}

function sizeWords(pack: ModelPack): string {
  const size = packSizeBytes(pack)
  return size === null ? 'size unknown until it is done' : `${formatBytes(size)} in ${pack.files.length} files`
}
