import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { Field } from '../../components/field'
import { LiveRegion } from '../../components/live-region'
import { Panel } from '../../components/panel'
import { Select } from '../../components/select'
import { errorWording } from '../../shared/text/wording/english/errors'
import { languageName } from '../../shared/text/wording/english/languages'
import { characterCount, findSpeakableProblem, MAX_TEXT_CHARACTERS } from '../../shared/text/speakable'
import { useApp } from '../../state/use-app'
import { exampleAfter } from './examples'
import { OtherLanguageHint } from './other-language-hint'
import { PronunciationList } from './pronunciation-list'
import { ReadingLength } from './reading-length'
import { SpokenWords } from './spoken-words'
import './words.css'

const noLanguages: readonly string[] = []

/** Step 2: the text. */
export function Words(): ReactElement {
  const text = useApp((state) => state.text)
  const language = useApp((state) => state.language)
  const languages = useApp(
    ({ packs, selectedPackId }) => packs.find(({ pack }) => pack.id === selectedPackId)?.pack.languages ?? noLanguages,
  )
  const setText = useApp((state) => state.setText)
  const setLanguage = useApp((state) => state.setLanguage)
  const speak = useApp((state) => state.speak)
  const problem = text.trim() === '' ? null : findSpeakableProblem(text, language)
  const advice = problem ? `${errorWording(problem.code).title}. ${errorWording(problem.code).advice}` : undefined
  return (
    <Panel step={2} title="Your words" className="words">
      <Field
        label="Text to speak"
        error={advice}
        aside={`${characterCount(text).toLocaleString()} of ${MAX_TEXT_CHARACTERS.toLocaleString()}`}
        hint="Ctrl or ⌘ with Enter speaks, [pause 1s] makes a pause. Kept on this device as you type."
      >
        {(control) => (
          <textarea
            {...control}
            className="words__text"
            lang={language}
            rows={4}
            value={text}
            placeholder="What should this voice say?"
            onChange={(event) => { setText(event.target.value) }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
              event.preventDefault()
              void speak()
            }}
          />
        )}
      </Field>
      <LiveRegion message={advice ?? ''} />
      {problem === null && <OtherLanguageHint text={text} language={language} />}
      {problem === null && <ReadingLength text={text} />}
      {problem === null && <SpokenWords text={text} language={language} />}
      <PronunciationList language={language} />
      <div className="words__line">
        <Button variant="quiet" size="small" icon="wand" onClick={() => { setText(exampleAfter(text, language)) }}>
          Use an example
        </Button>
        {languages.length > 1 && (
          <Select
            label="Language"
            value={language}
            options={languages.map((tag) => ({ value: tag, label: languageName(tag) }))}
            onChange={setLanguage}
          />
        )}
      </div>
    </Panel>
  )
}
