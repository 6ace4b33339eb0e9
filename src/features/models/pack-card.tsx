import { useId, type ReactElement } from 'react'
import { isAdded } from '../../shared/protocol/model-pack'
import { useApp } from '../../state/use-app'
import { formatBytes } from '../../shared/text/wording/english/figures'
import { languageName } from '../../shared/text/wording/english/languages'
import { recommendationWording, speedWording } from '../../shared/text/wording/english/pack-costs'
import { timesSpeech, type Recommendation } from '../../state/models/pack-speed'
import { AddedPack } from './added-pack'
import { Fact } from './fact'
import { PackLanguage } from './pack-language'
import { PackState } from './pack-state'
import type { PackProps } from './ready-pack'

/** One engine: what it does, its terms, its files. */
export function PackCard({ status, onRemove, recommended }: PackProps & { readonly recommended: Recommendation | null }): ReactElement {
  const { pack, totalBytes } = status
  const speed = useApp((state) => state.deviceSpeed)
  const selected = useApp((state) => state.selectedPackId === pack.id)
  const headingId = useId()
  const own = isAdded(pack)
  const unpinned = pack.files.some(({ sha256 }) => sha256 === null)
  return (
    <article className="pack" aria-labelledby={headingId} data-selected={selected}>
      <header className="pack__header">
        <h2 id={headingId}>{pack.name}</h2>
        {selected && <span className="pack__mark">in use</span>}
        {recommended && <span className="pack__mark">recommended</span>}
      </header>
      <p>{pack.description}</p>
      {recommended && <p className="pack__note">{recommendationWording(languageName(pack.languages[0] ?? ''), recommended.isLightest)}</p>}
      <dl className="pack__facts">
        {!own && <Fact name={pack.languages.length === 1 ? 'Language' : 'Languages'}>{pack.languages.map(languageName).join(', ')}</Fact>}
        <Fact name="Size">{totalBytes !== null ? formatBytes(totalBytes) : pack.cost ? `about ${formatBytes(pack.cost.downloadBytes)}` : 'unknown until the first download'}</Fact>
        {pack.cost && <Fact name="Memory">about {formatBytes(pack.cost.memoryBytes)} while it speaks</Fact>}
        {pack.cost && speed && <Fact name="Speed">{speedWording(timesSpeech(pack.cost, speed, navigator.hardwareConcurrency))}</Fact>}
        <Fact name="Licence">
          {pack.licenceUrl === '' ? (
            pack.licence
          ) : (
            <a href={pack.licenceUrl} target="_blank" rel="noreferrer" aria-label={`${pack.licence}, licence of ${pack.name}`}>
              {pack.licence}
            </a>
          )}
        </Fact>
        {pack.credit !== '' && <Fact name="Credit">{pack.credit}</Fact>}
      </dl>
      {own && <PackLanguage pack={pack} />}
      {own && <AddedPack status={status} />}
      {pack.terms !== '' && <p className="pack__note">{pack.terms}</p>}
      {unpinned && (
        <p className="pack__note">
          We do not know the publisher’s checksum: that of the first download is recorded, and later ones have to match it.
        </p>
      )}
      <PackState status={status} onRemove={onRemove} />
    </article>
  )
}
