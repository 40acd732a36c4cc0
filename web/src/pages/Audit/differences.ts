export interface Difference {
  /** `policy.max_attempts`. */
  path: string
  kind: 'added' | 'removed' | 'changed'
  before?: string
  after?: string
}

/** What differs between two objects, leaf by leaf; lists are compared whole. */
export function differencesOf(before: unknown, after: unknown): Difference[] {
  const [old, now] = [leaves(before), leaves(after)]
  const paths = [...new Set([...old.keys(), ...now.keys()])]
  return paths.flatMap((path): Difference[] => {
    const [was, is] = [old.get(path), now.get(path)]
    if (was === is) return []
    if (was === undefined) return [{ path, kind: 'added', after: is }]
    if (is === undefined) return [{ path, kind: 'removed', before: was }]
    return [{ path, kind: 'changed', before: was, after: is }]
  })
}

function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) {
    if (path && value === null) found.set(path, 'null')
  } else if (typeof value === 'object' && !Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value)) leaves(inner, path ? `${path}.${name}` : name, found)
  } else found.set(path, typeof value === 'string' ? value : JSON.stringify(value))
  return found
}
