import { useMemo, useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Field } from '../../components/field'
import { Select } from '../../components/select'
import type { Project } from '../../shared/protocol/project'
import { NARRATOR, PLAIN_PROSODY, type CastRole } from '../../shared/protocol/script'
import { foldedName } from '../../shared/text/script/speakers'
import { shownName } from '../../shared/text/shown-name'
import { languageName } from '../../shared/text/wording/english/languages'
import { speakersOf, type Book } from '../../state/projects/book'
import { useApp } from '../../state/use-app'

/** What holds for all chapters. Voice, engine, language and pace change the sound: everything is made anew then. */
export function ProjectSettings({ book: { project, chapters } }: { readonly book: Book }): ReactElement {
  const speakers = useMemo(() => speakersOf(project.cast, chapters), [project.cast, chapters])
  return (
    <div className="projects__form">
      <Names project={project} />
      {speakers.map((name) => (
        <RoleVoice key={name} project={project} name={name} />
      ))}
      <AddSpeaker project={project} />
      <Engine project={project} />
      <p className="projects__soft">Changing the voice, engine, language or pace makes every sentence again. Save what is complete as a file first.</p>
    </div>
  )
}

function Names({ project }: { readonly project: Project }): ReactElement {
  const changeProject = useApp((state) => state.changeProject)
  const [title, setTitle] = useState(project.title)
  const [author, setAuthor] = useState(project.author)
  const isChanged = (title.trim() !== project.title && title.trim() !== '') || author.trim() !== project.author
  return (
    <form
      className="projects__form"
      onSubmit={(event) => {
        event.preventDefault()
        void changeProject(project.id, { title: title.trim() || project.title, author: author.trim() })
      }}
    >
      <Field label="Title">{(control) => <input {...control} type="text" maxLength={200} value={title} onChange={(event) => { setTitle(event.target.value) }} />}</Field>
      <Field label="Author">{(control) => <input {...control} type="text" maxLength={200} value={author} onChange={(event) => { setAuthor(event.target.value) }} />}</Field>
      <div className="projects__actions">
        <Button type="submit" size="small" disabled={!isChanged}>Save title and author</Button>
      </div>
    </form>
  )
}

interface RoleVoiceProps {
  readonly project: Project
  readonly name: string
}

function RoleVoice({ project, name }: RoleVoiceProps): ReactElement {
  const changeProject = useApp((state) => state.changeProject)
  const voices = useApp((state) => state.voices)
  const isNarrator = name === NARRATOR
  const role = project.cast.find((one) => foldedName(one.name) === foldedName(name))
  const isKept = voices.some(({ id }) => id === role?.voiceId)

  function choose(voiceId: string): void {
    const others = project.cast.filter((one) => one !== role)
    const chosen: CastRole = { name: role?.name ?? name, voiceId, prosody: role?.prosody ?? PLAIN_PROSODY }
    const cast = isNarrator ? [chosen, ...others] : voiceId === '' ? others : [...others, chosen]
    void changeProject(project.id, { cast })
  }

  return (
    <Select
      label={isNarrator ? 'Voice' : `Voice of ${name}`}
      value={isKept ? (role?.voiceId ?? '') : ''}
      options={[
        ...(isNarrator && isKept ? [] : [{ value: '', label: isNarrator || (role && !isKept) ? 'Choose a voice' : 'The narrator’s' }]),
        ...voices.map((voice) => ({ value: voice.id, label: shownName(voice.name) })),
      ]}
      onChange={choose}
    />
  )
}

/** Somebody who speaks in the text under a name. */
function AddSpeaker({ project }: { readonly project: Project }): ReactElement {
  const changeProject = useApp((state) => state.changeProject)
  const [name, setName] = useState('')
  const added = name.trim()
  const isKnown = project.cast.some((role) => foldedName(role.name) === foldedName(added))
  return (
    <form
      className="projects__form"
      onSubmit={(event) => {
        event.preventDefault()
        const voiceId = project.cast[0]?.voiceId ?? ''
        void changeProject(project.id, { cast: [...project.cast, { name: added, voiceId, prosody: PLAIN_PROSODY }] })
        setName('')
      }}
    >
      <Field label="Name of another speaker" hint="As it stands before what they say: ANNA, where the text has “ANNA: Good morning.”">
        {(control) => <input {...control} type="text" maxLength={60} value={name} onChange={(event) => { setName(event.target.value) }} />}
      </Field>
      <div className="projects__actions">
        <Button type="submit" size="small" disabled={isKnown}>Add speaker</Button>
      </div>
    </form>
  )
}

const PACES: readonly number[] = [0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.5]

function Engine({ project }: { readonly project: Project }): ReactElement {
  const changeProject = useApp((state) => state.changeProject)
  const packs = useApp((state) => state.packs)
  const engines = packs.filter(({ pack, state }) => pack.engine !== 'whisper' && (state.phase === 'ready' || pack.id === project.packId))
  const languages = packs.find(({ pack }) => pack.id === project.packId)?.pack.languages ?? [project.language]
  const { settings } = project
  const paces = [...new Set([...PACES, settings.speed])].sort((a, b) => a - b)
  return (
    <>
      <Select
        label="Engine"
        value={project.packId}
        options={[...(engines.some(({ pack }) => pack.id === project.packId) ? [] : [{ value: project.packId, label: 'Choose an engine' }]), ...engines.map(({ pack }) => ({ value: pack.id, label: pack.name }))]}
        onChange={(packId) => {
          const spoken = packs.find(({ pack }) => pack.id === packId)?.pack.languages ?? []
          void changeProject(project.id, { packId, language: spoken.includes(project.language) ? project.language : (spoken[0] ?? project.language) })
        }}
      />
      {languages.length > 1 && (
        <Select
          label="Language"
          value={project.language}
          options={languages.map((language) => ({ value: language, label: languageName(language) }))}
          onChange={(language) => void changeProject(project.id, { language })}
        />
      )}
      <Select
        label="Pace"
        value={String(settings.speed)}
        options={paces.map((pace) => ({ value: String(pace), label: pace === 1 ? 'As usual' : `${pace}×` }))}
        onChange={(value) => void changeProject(project.id, { settings: { ...settings, speed: Number(value) } })}
      />
    </>
  )
}
