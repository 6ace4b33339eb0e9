import { PLAYBACK_PROCESSOR } from '../../src/protocol/playback'
import { PlaybackProcessor } from './playback-processor'

registerProcessor(PLAYBACK_PROCESSOR, PlaybackProcessor)
