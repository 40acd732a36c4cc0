/** The choices of a schedule's policy, in the words of the form and of the page that shows what is set. */
interface Choice {
  value: string
  label: string
}

export const misfire: Choice[] = [
  { value: 'latest', label: 'Run the latest missed one' },
  { value: 'all', label: 'Run every missed one' },
  { value: 'skip', label: 'Leave them out' },
]
export const overlap: Choice[] = [
  { value: 'skip', label: 'Leave the new run out' },
  { value: 'queue', label: 'Wait for the one before' },
  { value: 'allow', label: 'Run side by side' },
]
const timeouts: Choice[] = ['PT2M', 'PT10M', 'PT30M', 'PT2H'].map((value) => ({ value, label: durationText(value) }))

/** With one that somebody set by the API. */
export const timeoutsWith = (value: string) => (timeouts.some((t) => t.value === value) ? timeouts : [...timeouts, { value, label: durationText(value) }])

export const labelOf = (choices: Choice[], value: string) => choices.find((choice) => choice.value === value)?.label ?? value

/** An ISO 8601 duration of days, hours, minutes and seconds in words; any other text as it is. */
export function durationText(iso: string): string {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(iso)?.slice(1)
  const words = parts?.flatMap((count, index) => (count ? `${Number(count)} ${['day', 'hour', 'minute', 'second'][index]}${Number(count) === 1 ? '' : 's'}` : []))
  return words?.length ? words.join(' ') : iso
}
