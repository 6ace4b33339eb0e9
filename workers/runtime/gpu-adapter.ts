/** What the browser says about the GPU that it would lend. */
export interface GpuAdapter {
  /** Everything that is known about device and browser, for the memory of what was found out about it. */
  readonly key: string
  /** It only imitates a GPU on the CPU: never faster than the CPU itself. */
  readonly isSoftware: boolean
  /** Its shaders cannot compute with 16-bit floats. */
  readonly lacksHalfFloats: boolean
}

/** What is asked of a navigator. */
interface GpuNavigator {
  readonly userAgent: string
  readonly gpu?: { requestAdapter(options: GPURequestAdapterOptions): Promise<{ readonly info: Partial<GPUAdapterInfo>; readonly features: Pick<ReadonlySet<string>, 'has'> } | null> }
}

/** Asks for the fastest adapter. Null where the browser has no WebGPU, or no adapter for it. */
export async function findGpuAdapter(from: GpuNavigator = navigator): Promise<GpuAdapter | null> {
  const adapter = await from.gpu?.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) return null
  const { vendor = '', architecture = '', device = '', description = '' } = adapter.info
  return {
    // The browser's version counts as well: it brings the compiler of the shaders, and comes with other drivers.
    key: [vendor, architecture, device, description, from.userAgent].join(' | '),
    isSoftware: isSoftwareAdapter(adapter.info),
    lacksHalfFloats: !adapter.features.has('shader-f16'),
  }
}

/** Whether an adapter only imitates a GPU. Older browsers do not tell; Chromium's imitation is SwiftShader, Mesa's is llvmpipe. */
export function isSoftwareAdapter({ architecture = '', device = '', description = '', isFallbackAdapter = false }: Partial<GPUAdapterInfo>): boolean {
  return isFallbackAdapter || /swiftshader|llvmpipe/i.test(`${architecture} ${device} ${description}`)
}
