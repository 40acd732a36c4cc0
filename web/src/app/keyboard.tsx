import { Modal, Switch } from '@mantine/core'
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { Later } from '../parts/Later'
import classes from './shell.module.css'

export interface Shortcut {
  key: string
  label: string
  run: () => void
}

interface Keyboard {
  add: (shortcuts: Shortcut[]) => () => void
  showHelp: () => void
}

const Context = createContext<Keyboard | null>(null)
const stored = 'broadsheet-keys'

/** One key each, off while somebody types, and off altogether for those who want that. `?` shows what there is. */
export function KeyboardProvider({ children }: { children: ReactNode }) {
  const layers = useRef<Shortcut[][]>([])
  const [help, setHelp] = useState<Shortcut[] | null>(null)
  const [on, setOn] = useState(readOn)

  const keyboard = useMemo<Keyboard>(
    () => ({
      add(shortcuts) {
        layers.current.push(shortcuts)
        return () => {
          layers.current = layers.current.filter((l) => l !== shortcuts)
        }
      },
      showHelp: () => setHelp(layers.current.flat()),
    }),
    [],
  )

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target) || isDialogOpen()) return
      if (event.key === '?') {
        keyboard.showHelp()
        event.preventDefault()
        return
      }
      if (!on) return
      const found = layers.current.flat().findLast((s) => s.key.toLowerCase() === event.key.toLowerCase())
      if (!found) return
      event.preventDefault()
      found.run()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [keyboard, on])

  function toggle(value: boolean) {
    setOn(value)
    try {
      localStorage.setItem(stored, value ? 'on' : 'off')
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  }

  return (
    <Context value={keyboard}>
      {children}
      <Later>
        <Modal opened={help !== null} onClose={() => setHelp(null)} title="Keyboard" size="sm">
          <Switch checked={on} onChange={(event) => toggle(event.currentTarget.checked)} label="Single-key shortcuts" description="Off while you type in a field." />
          <dl className={classes.keys}>
            {[{ key: '?', label: 'This help' }, ...(help ?? [])].map((shortcut) => (
              <div key={shortcut.key + shortcut.label}>
                <dt>
                  <kbd>{shortcut.key.length === 1 ? shortcut.key.toUpperCase() : shortcut.key}</kbd>
                </dt>
                <dd>{shortcut.label}</dd>
              </div>
            ))}
          </dl>
        </Modal>
      </Later>
    </Context>
  )
}

/** Keys of a page or widget, for as long as it is there. */
export function useShortcuts(shortcuts: Shortcut[], enabled = true) {
  const keyboard = useContext(Context)
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const names = shortcuts.map((s) => s.key + s.label).join('\n')
  useEffect(() => {
    if (!keyboard || !enabled) return
    const stable = latest.current.map((shortcut, index) => ({ ...shortcut, run: () => latest.current[index]?.run() }))
    return keyboard.add(stable)
  }, [keyboard, enabled, names])
}

export function useKeyboardHelp() {
  return useContext(Context)?.showHelp ?? (() => {})
}

function readOn() {
  try {
    return localStorage.getItem(stored) !== 'off'
  } catch {
    return true
  }
}

function isTyping(target: EventTarget | null) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role="listbox"],[role="menu"]') !== null)
}

function isDialogOpen() {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null
}
