import type { ReactElement } from 'react'
import { version } from '../../../package.json'
import { PageHeading } from '../../components/page-heading'
import { Panel } from '../../components/panel'
import { CreditList } from './credit-list'
import { libraryCredits, modelCredits, sampleCredits, speechCredits } from './credits'
import './about.css'

/** What this is, what it can honestly do, and on whose work it stands. */
export function AboutPage(): ReactElement {
  return (
    <div className="about">
      <PageHeading
        title="About Myna"
        lead="Record a few seconds of a voice, type some text, and hear that voice say it. A myna is a bird that repeats what it hears."
      />
      <Panel title="Privacy">
        <ul className="about__points">
          <li>Recording, listening, computing and keeping all happen in this tab. There is no server that hears you.</li>
          <li>No account, no cookies, no analytics. Recordings, texts and sounds never leave this device unless you save or send a file yourself.</li>
          <li>
            Only one thing uses the network after the page itself: downloading an engine, when you ask for it. You see from where
            before it starts. After that everything works offline.
          </li>
          <li>
            The <a href="#/storage">Storage page</a> shows what is kept and erases it.
          </li>
        </ul>
      </Panel>
      <Panel title="What the engines can and cannot do">
        <ul className="about__points">
          <li>
            <strong>The starter voice (Kokoro)</strong> speaks English with a voice of its own that is near to your recording in
            colour, pitch and pace. Myna can learn your voice on this device in a minute or two, which brings it nearer. Even
            then it is not a clone in every word, and people who know you may tell it from you.
          </li>
          <li>
            <strong>Pocket TTS</strong> speaks with the recorded voice itself. It follows timbre and manner well; a strong accent
            may fade, and noise in the recording is imitated too.
          </li>
          <li>Both can misread names, numbers and abbreviations. Listen before you use what they say.</li>
        </ul>
      </Panel>
      <Panel title="Consent and misuse">
        <ul className="about__points">
          <li>Use your own voice, or the voice of somebody who agreed to this use. The app asks, and keeps the answer with the voice.</li>
          <li>Do not use it to deceive, to harass, to pose as somebody else, or to get past an identity check.</li>
          <li>Say that a sound was generated when you share it. Saved files name Myna and the engine in their metadata.</li>
        </ul>
      </Panel>
      <Panel title="Models" lead="Whose voices speak here.">
        <CreditList credits={modelCredits} />
      </Panel>
      <Panel title="Recordings" lead="Who taught this app to tell voices apart.">
        <CreditList credits={speechCredits} />
      </Panel>
      <Panel title="Samples" lead="Whose recordings a newcomer can hear, next to what this app made of them.">
        <CreditList credits={sampleCredits} />
      </Panel>
      <Panel title="Libraries" lead="Whose code runs here.">
        <CreditList credits={libraryCredits} />
      </Panel>
      <p className="about__version">Myna {version}, open source under the Apache License 2.0.</p>
    </div>
  )
}
