/** What a browser tab remembers of its session. The session itself is a cookie that scripts cannot read. */
class Session {
  csrf: string | null = null
  private readonly listeners = new Set<() => void>()

  /** The slug of the workspace this tab works in; null is the person's first. */
  get workspace(): string | null {
    try {
      return sessionStorage.getItem('broadsheet-workspace') ?? localStorage.getItem('broadsheet-workspace')
    } catch {
      return null
    }
  }

  set workspace(slug: string | null) {
    try {
      for (const store of [sessionStorage, localStorage]) {
        if (slug === null) store.removeItem('broadsheet-workspace')
        else store.setItem('broadsheet-workspace', slug)
      }
    } catch {
      // Without storage the first workspace is the one.
    }
  }

  onEnd(listener: () => void) {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }

  ended() {
    this.csrf = null
    for (const listener of this.listeners) listener()
  }
}

export const session = new Session()
