import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { DownloadButton } from '../../components/download-button'
import { Select } from '../../components/select'
import { errorInfo } from '../../shared/protocol/errors'
import type { LoudnessTarget, SoundChoice, SoundFormat } from '../../shared/protocol/sound-export'
import { formatName, formatWording, LOUDNESS_CHOICES, loudnessWording, SOUND_FILE_NOTE, SOUND_FORMATS } from '../../shared/text/wording/english/sound-files'
import { useApp } from '../../state/use-app'
import './sound-export.css'

/** How the sound of a take is to be written; the choice holds for every download from then on. */
export function ExportDialog(): ReactElement | null {
  const takeId = useApp((state) => state.exportQuestion)
  const choice = useApp((state) => state.soundChoice)
  const choose = useApp((state) => state.setSoundChoice)
  const writesOpus = useApp((state) => state.writesOpus)
  const close = useApp((state) => state.closeExport)
  const takeSound = useApp((state) => state.takeSound)
  const notifyError = useApp((state) => state.notifyError)
  if (takeId === null) return null
  return (
    <Dialog
      open
      title="Download the sound"
      onClose={close}
      actions={
        <>
          <Button onClick={close}>Close</Button>
          <DownloadButton
            variant="primary"
            make={() => {
              close()
              return takeSound(takeId)
            }}
            onError={(thrown) => { notifyError(errorInfo(thrown)) }}
          >
            {`Download ${formatName(choice.format)}`}
          </DownloadButton>
        </>
      }
    >
      <div className="sound-export">
        <Select
          label="Format"
          value={choice.format}
          options={SOUND_FORMATS.map((format) => ({ value: format, label: formatWording(format), disabled: format === 'opus' && !writesOpus }))}
          onChange={(format) => { choose({ format: format as SoundFormat }) }}
          hint={writesOpus ? undefined : 'This browser has no encoder for Opus.'}
        />
        <Exactness choice={choice} choose={choose} />
        <Select
          label="Loudness"
          value={choice.loudness}
          options={LOUDNESS_CHOICES.map((target) => ({ value: target, label: loudnessWording(target) }))}
          onChange={(loudness) => { choose({ loudness: loudness as LoudnessTarget }) }}
          hint="Peaks are limited, never clipped."
        />
        <p>{SOUND_FILE_NOTE} What you choose here is remembered.</p>
      </div>
    </Dialog>
  )
}

interface ExactnessProps {
  readonly choice: SoundChoice
  readonly choose: (change: Partial<SoundChoice>) => void
}

/** What only the formats have that lose nothing. */
function Exactness({ choice: { format, bits, sampleRate }, choose }: ExactnessProps): ReactElement | null {
  if (format !== 'wav' && format !== 'flac') return null
  const depths = format === 'wav' ? [['16', '16 bits'], ['24', '24 bits'], ['32', '32 bits (floats)']] : [['16', '16 bits'], ['24', '24 bits']]
  return (
    <>
      <Select
        label="Bits"
        value={String(format === 'flac' ? Math.min(24, bits) : bits)}
        options={depths.map(([value = '', label = '']) => ({ value, label }))}
        onChange={(value) => { choose({ bits: Number(value) as SoundChoice['bits'] }) }}
      />
      <Select
        label="Sample rate"
        value={String(sampleRate)}
        options={[{ value: '24000', label: '24 kHz, as made' }, { value: '48000', label: '48 kHz, for video' }]}
        onChange={(value) => { choose({ sampleRate: Number(value) as SoundChoice['sampleRate'] }) }}
      />
    </>
  )
}
