import { PLAYBACK_PROCESSOR } from '../../src/shared/protocol/playback'
import { PlaybackProcessor } from './playback-processor'

registerProcessor(PLAYBACK_PROCESSOR, PlaybackProcessor)
