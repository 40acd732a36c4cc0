const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/curl\//, 'curl'],
]
const systems: [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** What a person calls it: "Firefox on Windows". */
export function browserOf(agent: string | null | undefined): string {
  if (!agent) return 'A program'
  const find = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(agent))?.[1]
  const [browser, system] = [find(browsers), find(systems)]
  if (!browser) return agent.split(/[\s/]/)[0] || 'A program'
  return system ? `${browser} on ${system}` : browser
}

/** How somebody proved who they are. */
export function wayOf(way: string): string {
  const words: Record<string, string> = { password: 'by password', link: 'by a one-time link', invitation: 'by an invitation' }
  return words[way] ?? `by ${way.replace(/^https?:\/\//, '')}`
}
