/** The hosts that a download may contact, in order, each once; `baseUrl` is the page's own address. */
export function sourceHosts(sources: readonly string[], baseUrl: string): string[] {
  return [...new Set(sources.map((source) => new URL(source, baseUrl).host))]
}
