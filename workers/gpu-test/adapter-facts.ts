import { GPU_FEATURES, type GpuAdapterFacts, type GpuLimit } from '../../src/shared/protocol/gpu-test'
import { isSoftwareAdapter } from '../runtime/gpu-adapter'
import { FEED_FORWARD, WIDTH } from './test-steps'

/** The largest tensor that the models keep on a GPU: a feed-forward matrix in float32. */
const LARGEST_TENSOR = { unit: 'bytes', needed: 4 * WIDTH * FEED_FORWARD } as const

/** ONNX Runtime's shaders are written for what WebGPU promises on every adapter (W3C WebGPU, 3.6.2 "Limits"). */
const NEEDED: Readonly<Record<string, Omit<GpuLimit, 'name' | 'value'>>> = {
  maxBufferSize: LARGEST_TENSOR,
  maxStorageBufferBindingSize: LARGEST_TENSOR,
  maxStorageBuffersPerShaderStage: { unit: 'count', needed: 8 },
  maxComputeWorkgroupStorageSize: { unit: 'bytes', needed: 16_384 },
  maxComputeInvocationsPerWorkgroup: { unit: 'count', needed: 256 },
  maxComputeWorkgroupSizeX: { unit: 'count', needed: 256 },
  maxComputeWorkgroupSizeY: { unit: 'count', needed: 256 },
  maxComputeWorkgroupSizeZ: { unit: 'count', needed: 64 },
  maxComputeWorkgroupsPerDimension: { unit: 'count', needed: 65_535 },
}

/** What is read of WebGPU's GPUAdapter. */
export interface DescribedAdapter {
  readonly info: Partial<GPUAdapterInfo>
  readonly features: Pick<ReadonlySet<string>, 'has'>
  readonly limits: object
}

/** Copies what matters out of an adapter, which cannot cross threads itself. A limit that the browser does not know is 0. */
export function adapterFacts({ info, features, limits }: DescribedAdapter): GpuAdapterFacts {
  const { vendor = '', architecture = '', device = '', description = '' } = info
  return {
    vendor, architecture, device, description,
    isSoftware: isSoftwareAdapter(info),
    features: GPU_FEATURES.filter((feature) => features.has(feature)),
    limits: Object.entries(NEEDED).map(([name, need]) => ({ name, value: limitOf(limits, name), ...need })),
  }
}

function limitOf(limits: object, name: string): number {
  const value: unknown = Reflect.get(limits, name)
  return typeof value === 'number' ? value : 0
}
