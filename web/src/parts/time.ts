import { useEffect, useState } from 'react'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** “in 19 min”, “2 h ago”, “in 5 days”: one unit, rounded the way people say it. */
export function relative(at: string | Date, now: Date): string {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000
  const size = Math.abs(seconds)
  if (size < 45) return seconds > 0 ? 'in a moment' : 'just now'
  const text = size < 89 * minute ? `${Math.max(1, Math.round(size / minute))} min` : size < 36 * hour ? `${Math.round(size / hour)} h` : `${Math.round(size / day)} days`
  return seconds > 0 ? `in ${text}` : `${text} ago`
}

/** “Mon 30 Mar 09:00” in a zone; with the year where it is another one. */
export function exact(at: string | Date, zone: string, now = new Date()): string {
  const date = new Date(at)
  const year = date.getFullYear() !== now.getFullYear()
  return format(date, zone, { weekday: 'short', day: 'numeric', month: 'short', ...(year && { year: 'numeric' }), hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
}

/** “30 Mar 2026, 09:00:12” in a zone, for a timeline. */
export function precise(at: string | Date, zone: string): string {
  return format(new Date(at), zone, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
}

/** Kept: to make one costs a hundred times what it costs to use it. */
const formats = new Map<string, { format: Intl.DateTimeFormat; suffix: string }>()

function format(date: Date, zone: string, options: Intl.DateTimeFormatOptions) {
  const key = zone + JSON.stringify(options)
  let kept = formats.get(key)
  if (!kept) formats.set(key, (kept = made(zone, options)))
  return kept.format.format(date).replaceAll(',', '') + kept.suffix
}

function made(zone: string, options: Intl.DateTimeFormatOptions) {
  try {
    return { format: new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }), suffix: '' }
  } catch {
    // The server knows zones that this browser does not.
    return { format: new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }), suffix: ' UTC' }
  }
}

/** “1 min 25 s”, “0.4 s”, “2 h 3 min”. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${(Math.round(seconds * 10) / 10).toString()} s`
  if (seconds < minute) return `${Math.round(seconds)} s`
  if (seconds < hour) return joined(Math.floor(seconds / minute), 'min', Math.round(seconds % minute), 's')
  return joined(Math.floor(seconds / hour), 'h', Math.round((seconds % hour) / minute), 'min')
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string) {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

export function seconds(from: string | null | undefined, to: string | null | undefined | Date): number | null {
  return from && to ? Math.max(0, (new Date(to).getTime() - new Date(from).getTime()) / 1000) : null
}

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`
  for (const [unit, size] of [['kB', 1e3], ['MB', 1e6], ['GB', 1e9]] as const) {
    const value = count / size
    if (value < 999.5 || unit === 'GB') return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`
  }
  return ''
}

/** 12,345. By hand: to load a browser's formats of numbers takes longer than to draw a list. */
export const number = (value: number) => (Number.isInteger(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, ',') : value.toLocaleString('en-GB'))

export const plural = (count: number, one: string, many = one + 's') => `${number(count)} ${count === 1 ? one : many}`

/** A text that a program wrote, for people: `partially_failed` is “partially failed”. */
export const words = (name: string) => name.replaceAll('_', ' ')

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** The present, moved on every so often while the page is seen. */
export function useNow(every = 15_000): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setNow(new Date())
    }, every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
