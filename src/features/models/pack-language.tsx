import type { ReactElement } from 'react'
import { Select } from '../../components/select'
import type { ModelPack } from '../../shared/protocol/model-pack'
import { useApp } from '../../state/use-app'
import { languageName } from '../../shared/text/wording/english/languages'
import { LANGUAGES_WITH_RULES } from '../../shared/text/normaliser/normaliser'

/** BCP 47 for a language that nobody has named. */
const UNKNOWN = 'und'

/** Which language a model of one's own speaks: its files need not say, and numbers and dates are read by that language's rules. */
export function PackLanguage({ pack: { id, name, languages } }: { readonly pack: ModelPack }): ReactElement {
  const setPackLanguage = useApp((state) => state.setPackLanguage)
  const [language = UNKNOWN] = languages
  const offered = [...new Set([...(language === UNKNOWN ? [] : [language]), ...LANGUAGES_WITH_RULES])]
  const unknown = language === UNKNOWN ? [{ value: UNKNOWN, label: 'not known', disabled: true }] : []
  return (
    <Select
      label={`Language of ${name}`}
      value={language}
      options={[...unknown, ...offered.map((tag) => ({ value: tag, label: languageName(tag) }))]}
      onChange={(tag) => void setPackLanguage(id, tag)}
      hint={language === UNKNOWN ? 'Its files do not say. Numbers and dates are left as they are until you choose.' : undefined}
    />
  )
}
