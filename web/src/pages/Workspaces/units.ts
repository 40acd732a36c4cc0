const sizes = ['B', 'kB', 'MB', 'GB', 'TB']

/** 4500000 is "4.5 MB". */
export function sizeOf(bytes: number): string {
  let [value, at] = [bytes, 0]
  while (value >= 1000 && at < sizes.length - 1) [value, at] = [value / 1000, at + 1]
  return `${value >= 100 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${sizes[at]}`
}

/** "PT15M" is 15; what is no whole number of minutes is null. */
export function minutesOf(interval: string | null | undefined): number | null {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(interval ?? '')
  if (!parts) return null
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((n) => Number(n ?? 0))
  const total = days * 1440 + hours * 60 + minutes + seconds / 60
  return Number.isInteger(total) ? total : null
}

export function spanOf(interval: string): string {
  const minutes = minutesOf(interval)
  if (minutes === null) return interval
  if (minutes % 60 === 0) return minutes === 60 ? 'hour' : `${minutes / 60} hours`
  return minutes === 1 ? 'minute' : `${minutes} minutes`
}
