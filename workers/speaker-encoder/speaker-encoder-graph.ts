import { fetchAsset } from '../runtime/fetch-asset'
import encoderUrl from './speaker-encoder.onnx?url'

/** Bytes of the speaker encoder's graph. Errors: those of {@link fetchAsset}. */
export const readSpeakerEncoder = (): Promise<ArrayBuffer> => fetchAsset(encoderUrl)
