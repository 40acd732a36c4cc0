import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import type { Policy } from '../../api/types'
import type { Bounds } from './draft'
import { fieldId } from './errors'
import classes from './form.module.css'
import type { MoreProps } from './MoreSection'
import { misfire, overlap, timeoutsWith } from './policies'

/** Conditions, bounds, holidays and policies: in a chunk of its own, for the few who open it. */
export default function MoreFields({ draft, onChange, errors }: MoreProps) {
  const calendars = useQuery({ queryKey: ['calendars'], queryFn: () => ask(api.GET('/api/v1/calendars', { params: { query: { limit: '200' } } })), staleTime: 5 * 60_000 })
  const bounds = (change: Bounds) => onChange({ bounds: { ...draft.bounds, ...change } })
  const policy = (change: Partial<Policy>) => onChange({ policy: { ...draft.policy, ...change } })
  const timeout = draft.policy.timeout ?? 'PT10M'
  return (
    <div className={classes.moreBody}>
      <Select
        id={fieldId('send')}
        label="Send"
        data={[
          { value: 'always', label: 'Always' },
          { value: 'when_rows', label: 'Only if it has rows' },
          { value: 'when_empty', label: 'Only if it has no rows' },
          { value: 'when_changed', label: 'Only if it changed since the last one sent' },
        ]}
        value={draft.send}
        onChange={(send) => onChange({ send: send ?? 'always' })}
        allowDeselect={false}
        error={errors.send}
      />
      <div className={classes.pair}>
        <TextInput id={fieldId('start')} type="date" label="From" value={draft.bounds.start?.slice(0, 10) ?? ''} onChange={(event) => bounds({ start: event.currentTarget.value })} error={errors.start} />
        <TextInput id={fieldId('end')} type="date" label="Until" value={draft.bounds.end?.slice(0, 10) ?? ''} onChange={(event) => bounds({ end: event.currentTarget.value })} error={errors.end} />
      </div>
      {(calendars.data?.items.length ?? 0) > 0 && (
        <div className={classes.pair}>
          <MultiSelect id={fieldId('exclude')} label="Not on the days of" data={calendars.data!.items.map((c) => ({ value: c.id, label: c.name }))} value={draft.bounds.exclude ?? []} onChange={(exclude) => bounds({ exclude })} error={errors.exclude} />
          <Select label="On such a day" data={[{ value: 'skip', label: 'Leave it out' }, { value: 'previous', label: 'The day before' }, { value: 'next', label: 'The day after' }]} value={draft.bounds.on_excluded ?? 'skip'} onChange={(next) => bounds({ on_excluded: next ?? 'skip' })} allowDeselect={false} />
        </div>
      )}
      <Select id={fieldId('policy.misfire')} label="Runs missed while the server was down" data={misfire} value={draft.policy.misfire ?? 'latest'} onChange={(next) => policy({ misfire: next as Policy['misfire'] })} allowDeselect={false} />
      <Select id={fieldId('policy.overlap')} label="While the run before is still going" data={overlap} value={draft.policy.overlap ?? 'skip'} onChange={(next) => policy({ overlap: next as Policy['overlap'] })} allowDeselect={false} />
      <div className={classes.pair}>
        <NumberInput id={fieldId('policy.max_attempts')} label="Attempts" min={1} max={20} value={draft.policy.max_attempts ?? 3} onChange={(next) => policy({ max_attempts: Number(next) })} error={errors['policy.max_attempts']} />
        <Select id={fieldId('policy.timeout')} label="Stop after" data={timeoutsWith(timeout)} value={timeout} onChange={(next) => policy({ timeout: next ?? 'PT10M' })} allowDeselect={false} error={errors['policy.timeout']} />
      </div>
      <NumberInput id={fieldId('policy.pause_after_failures')} label="Pause after so many failures in a row" description="0: never" min={0} max={1000} value={draft.policy.pause_after_failures ?? 5} onChange={(next) => policy({ pause_after_failures: Number(next) })} error={errors['policy.pause_after_failures']} />
    </div>
  )
}
