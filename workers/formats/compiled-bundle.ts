/** What a bundle.json says, beside the published keys, when its graphs were made here. */
export const COMPILED_FORMAT = 'myna-pocket-1'

/** The numbers that a bundle was compiled in. */
export const compileTargets = ['fp32', 'wasm-int8'] as const
export type CompileTarget = (typeof compileTargets)[number]
