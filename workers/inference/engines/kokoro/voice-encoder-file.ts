import { fetchAsset } from '../../../runtime/fetch-asset'
import voiceEncoderUrl from './voice-encoder.safetensors?url'

/** Bytes of the encoder's weights. Errors: those of {@link fetchAsset}. */
export const readVoiceEncoder = (): Promise<ArrayBuffer> => fetchAsset(voiceEncoderUrl)
