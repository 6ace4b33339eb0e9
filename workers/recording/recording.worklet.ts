import { RECORDING_PROCESSOR } from '../../src/protocol/recording'
import { RecordingProcessor } from './recording-processor'

registerProcessor(RECORDING_PROCESSOR, RecordingProcessor)
