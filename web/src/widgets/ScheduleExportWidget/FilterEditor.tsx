import { Autocomplete, MultiSelect, NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import type { Parameter, Template } from '../../api/types'
import { capital, words } from '../../parts/time'

export const periods = [
  'today', 'yesterday', 'last_7_days', 'last_14_days', 'last_30_days', 'last_90_days', 'this_week', 'last_week', 'week_to_date', 'this_month', 'last_month',
  'month_to_date', 'last_3_months', 'last_12_months', 'this_quarter', 'last_quarter', 'quarter_to_date', 'this_year', 'last_year', 'year_to_date',
]

interface Props {
  template: Template
  parameter: Parameter
  value: unknown
  onChange: (value: unknown) => void
}

/** The control that fits the parameter's type. */
export default function FilterEditor({ template, parameter, value, onChange }: Props) {
  const offered = useQuery({
    queryKey: ['choices', template.id, parameter.name],
    queryFn: () => ask(api.GET('/api/v1/reports/templates/{id}/choices', { params: { path: { id: template.id }, query: { parameter: parameter.name } } })),
    enabled: parameter.choices_from_source,
    staleTime: 5 * 60_000,
  })
  const label = parameter.label ?? parameter.name
  const common = { label, description: parameter.description ?? undefined, 'data-autofocus': true }
  const choices = parameter.choices ?? offered.data?.items ?? []

  if (parameter.type === 'period') return <PeriodEditor label={label} value={value} onChange={onChange} />
  if (parameter.type === 'boolean') return <Switch {...common} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
  if (parameter.type === 'date') return <DateEditor label={label} value={value} onChange={onChange} />
  if (parameter.type === 'number' && !parameter.multiple) return <NumberInput {...common} value={value as number} onChange={onChange} />
  if (parameter.multiple) {
    const many = Array.isArray(value) ? value.map(String) : value === undefined || value === '' ? [] : [String(value)]
    const Input = parameter.choices ? MultiSelect : TagsInput
    return <Input {...common} data={choices} value={many} onChange={(next) => onChange(parameter.type === 'number' ? next.map(Number) : next)} comboboxProps={{ withinPortal: false }} />
  }
  if (parameter.choices) return <Select {...common} data={choices} value={String(value ?? '') || null} onChange={(next) => onChange(next ?? '')} searchable comboboxProps={{ withinPortal: false }} />
  if (choices.length > 0 || parameter.choices_from_source) return <Autocomplete {...common} data={[...new Set(choices)]} value={String(value ?? '')} onChange={onChange} comboboxProps={{ withinPortal: false }} limit={100} openOnFocus={false} />
  return <TextInput {...common} value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)} />
}

/** Relative periods first: they move with the schedule. Fixed days are there for a run by hand. */
function PeriodEditor({ label, value, onChange }: { label: string; value: unknown; onChange: (value: unknown) => void }) {
  const range = typeof value === 'object' && value !== null ? (value as { from?: string; to?: string }) : null
  return (
    <>
      <Select
        label={label}
        description="Counted from each run's own slot."
        data-autofocus
        data={[...periods.map((name) => ({ value: name, label: capital(words(name)) })), { value: 'fixed', label: 'Fixed days…' }]}
        value={range ? 'fixed' : String(value ?? '') || null}
        onChange={(next) => onChange(next === 'fixed' ? { from: '', to: '' } : (next ?? ''))}
        searchable
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
      {range && (
        <>
          <TextInput type="date" label="From" value={range.from ?? ''} onChange={(event) => onChange({ ...range, from: event.currentTarget.value })} />
          <TextInput type="date" label="To" value={range.to ?? ''} onChange={(event) => onChange({ ...range, to: event.currentTarget.value })} />
        </>
      )}
    </>
  )
}

function DateEditor({ label, value, onChange }: { label: string; value: unknown; onChange: (value: unknown) => void }) {
  const fixed = typeof value === 'string' && /^\d{4}-/.test(value)
  return (
    <>
      <Select
        label={label}
        data-autofocus
        data={[{ value: 'today', label: 'Day of the run' }, { value: 'yesterday', label: 'Day before the run' }, { value: 'fixed', label: 'A fixed day…' }]}
        value={fixed ? 'fixed' : String(value ?? '') || null}
        onChange={(next) => onChange(next === 'fixed' ? new Date().toISOString().slice(0, 10) : (next ?? ''))}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
      {fixed && <TextInput type="date" label="Day" value={value} onChange={(event) => onChange(event.currentTarget.value)} />}
    </>
  )
}
