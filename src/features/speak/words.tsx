import type { ReactElement, ReactNode } from 'react'
import { Button } from '../../components/button'
import { Field } from '../../components/field'
import { LiveRegion } from '../../components/live-region'
import { Panel } from '../../components/panel'
import { Select } from '../../components/select'
import { errorWording } from '../../shared/text/wording/english/errors'
import { languageName } from '../../shared/text/wording/english/languages'
import { withoutCode } from '../../shared/text/normaliser/document/markup'
import { characterCount, findSpeakableProblem, MAX_TEXT_CHARACTERS } from '../../shared/text/speakable'
import { useApp } from '../../state/use-app'
import { CastPanel } from './cast-panel'
import { exampleAfter, isExample } from './examples'
import { OtherLanguageHint } from './other-language-hint'
import { CodeChoice, LeftOutHint } from './left-out'
import { MarkedText, MarkRemarks } from './marked-text'
import { PronunciationList } from './pronunciation-list'
import { ReadingLength } from './reading-length'
import { pasteSsml } from './ssml-paste'
import { SpokenWords } from './spoken-words'
import { SsmlDownload } from './ssml-download'
import './words.css'

const noLanguages: readonly string[] = []

export interface WordsProps {
  /** Another way to say something, below the text. */
  readonly otherWay?: ReactNode
}

/** Step 2: the text. */
export function Words({ otherWay }: WordsProps): ReactElement {
  const text = useApp((state) => state.text)
  const language = useApp((state) => state.language)
  const setText = useApp((state) => state.setText)
  const speak = useApp((state) => state.speak)
  const leavesOutCode = useApp((state) => state.leavesOutCode)
  const said = leavesOutCode ? withoutCode(text) : text
  const problem = text.trim() === '' ? null : findSpeakableProblem(said, language)
  const advice = problem ? `${errorWording(problem.code).title}. ${errorWording(problem.code).advice}` : undefined
  return (
    <Panel
      step={2}
      title="Your words"
      className="words"
      actions={
        <span className="words__count">
          {characterCount(text).toLocaleString()} of {MAX_TEXT_CHARACTERS.toLocaleString()}
        </span>
      }
    >
      <Field
        label="Text to speak"
        labelHidden
        error={advice}
        hint={
          <>
            <span className="words__shortcut">Ctrl+Enter or ⌘+Enter speaks. </span>
            [pause 1s] is a pause, [louder]…[/louder] and [voice: Anna]…[/voice] change how it is said and by whom.
          </>
        }
      >
        {(control) => (
          <MarkedText text={text}>
            {(field) => (
              <textarea
                {...control}
                {...field}
                className="words__text"
                lang={language}
                rows={3}
                value={text}
                placeholder="What should this voice say?"
                onChange={(event) => { setText(event.target.value) }}
                onPaste={(event) => { pasteSsml(event, setText) }}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
                  event.preventDefault()
                  void speak()
                }}
              />
            )}
          </MarkedText>
        )}
      </Field>
      <LiveRegion message={advice ?? ''} />
      <MarkRemarks text={said} />
      {problem === null && <OtherLanguageHint text={said} language={language} />}
      {problem === null && <LeftOutHint text={said} language={language} />}
      <CodeChoice text={text} />
      {problem === null && <ReadingLength text={said} />}
      {problem === null && <SpokenWords text={said} language={language} />}
      {problem === null && <CastPanel text={said} />}
      {problem === null && <SsmlDownload text={said} language={language} />}
      <WordsLine text={text} language={language} />
      <PronunciationList language={language} />
      {otherWay}
    </Panel>
  )
}

/** An example to try, and the language, where there is a choice. */
function WordsLine({ text, language }: { readonly text: string; readonly language: string }): ReactElement | null {
  const languages = useApp(
    ({ packs, selectedPackId }) => packs.find(({ pack }) => pack.id === selectedPackId)?.pack.languages ?? noLanguages,
  )
  const setText = useApp((state) => state.setText)
  const setLanguage = useApp((state) => state.setLanguage)
  // Whoever wrote something of their own would lose it.
  const offersExample = text.trim() === '' || isExample(text)
  if (!offersExample && languages.length <= 1) return null
  return (
    <div className="words__line">
      {offersExample && (
        <Button variant="quiet" size="small" icon="wand" onClick={() => { setText(exampleAfter(text, language)) }}>
          {text.trim() === '' ? 'Use an example' : 'Another example'}
        </Button>
      )}
      {languages.length > 1 && (
        <Select
          label="Language"
          value={language}
          options={languages.map((tag) => ({ value: tag, label: languageName(tag) }))}
          onChange={setLanguage}
        />
      )}
    </div>
  )
}
