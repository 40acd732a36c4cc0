import { Select, TagsInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import type { components } from '../../api/schema'
import classes from './editor.module.css'

export type Parameter = components['schemas']['ParameterWire']
export type Filters = Record<string, unknown>

export const periods = ['today', 'yesterday', 'last_7_days', 'last_14_days', 'last_30_days', 'last_90_days', 'this_week', 'last_week', 'week_to_date', 'this_month', 'last_month', 'month_to_date', 'last_3_months', 'last_12_months', 'this_quarter', 'last_quarter', 'quarter_to_date', 'this_year', 'last_year', 'year_to_date']

interface Props {
  parameters: Parameter[]
  filters: Filters
  errors: Record<string, string>
  onChange: (filters: Filters) => void
  /** The saved report, which can say what a parameter may be chosen from. */
  reportId: string | null
}

/** Values to try the report with. What is left empty has its default. */
export function SampleFilters({ parameters, filters, errors, onChange, reportId }: Props) {
  if (parameters.length === 0) return null
  const set = (name: string, value: unknown) => {
    const { [name]: _, ...rest } = filters
    onChange(value === null || value === '' || (Array.isArray(value) && value.length === 0) ? rest : { ...rest, [name]: value })
  }
  return (
    <div className={classes.filters} role="group" aria-label="Sample filters">
      {parameters.map((parameter) => (
        <Field key={parameter.name} parameter={parameter} value={filters[parameter.name]} error={errors[parameter.name]} reportId={reportId} onChange={(value) => set(parameter.name, value)} />
      ))}
    </div>
  )
}

interface FieldProps {
  parameter: Parameter
  value: unknown
  error: string | undefined
  reportId: string | null
  onChange: (value: unknown) => void
}

function Field({ parameter, value, error, reportId, onChange }: FieldProps) {
  const choices = useChoices(parameter, reportId)
  const common = { label: parameter.label ?? parameter.name, description: parameter.description ?? undefined, error, size: 'sm' as const, placeholder: placeholderOf(parameter) }
  const { type } = parameter
  if (parameter.multiple) return <TagsInput {...common} data={choices} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />
  if (type === 'boolean')
    return <Select {...common} data={[{ value: 'true', label: 'yes' }, { value: 'false', label: 'no' }]} value={value === undefined ? null : String(value)} onChange={(text) => onChange(text === null ? null : text === 'true')} clearable />
  const known = type === 'period' ? periods : choices
  if (known.length > 0)
    return <Select {...common} data={known.map((word) => ({ value: word, label: type === 'period' ? word.replaceAll('_', ' ') : word }))} value={value === undefined ? null : String(value)} onChange={onChange} searchable clearable />
  const numeric = type === 'number'
  return (
    <TextInput
      {...common}
      inputMode={numeric ? 'decimal' : undefined}
      value={value === undefined ? '' : String(value)}
      onChange={(event) => {
        const text = event.currentTarget.value
        onChange(numeric && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text)
      }}
    />
  )
}

function placeholderOf({ default: given, required }: Parameter) {
  if (given !== null && given !== undefined) return typeof given === 'string' ? given.replaceAll('_', ' ') : JSON.stringify(given)
  return required ? 'needed' : 'none'
}

function useChoices(parameter: Parameter, reportId: string | null): string[] {
  const { data } = useQuery({
    queryKey: ['templates', reportId, 'choices', parameter.name],
    queryFn: () => ask(api.GET('/api/v1/reports/templates/{id}/choices', { params: { path: { id: reportId! }, query: { parameter: parameter.name } } })),
    enabled: parameter.choices_from_source && reportId !== null,
    retry: false,
  })
  return parameter.choices ?? data?.items ?? []
}
