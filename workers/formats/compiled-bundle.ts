/** What a bundle.json says, beside the published keys, when its graphs were made here. */
export const COMPILED_FORMAT = 'myna-pocket-1'

/** What a bundle was compiled for: on which processor, in which numbers. The last four are of fixed shape. */
export const compileTargets = ['fp32', 'wasm-int8', 'webgpu-fp32', 'webgpu-fp16', 'webgpu-q8', 'webgpu-q4'] as const
export type CompileTarget = (typeof compileTargets)[number]
