import { RECORDING_PROCESSOR } from '../../src/shared/protocol/recording'
import { RecordingProcessor } from './recording-processor'

registerProcessor(RECORDING_PROCESSOR, RecordingProcessor)
