import { Button, Menu, Popover } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { Parameter, Template } from '../../api/types'
import parts from '../../parts/parts.module.css'
import { Skeleton } from '../../parts/Skeleton'
import { defaultText, valueText } from './draft'
import { fieldId } from './errors'
import classes from './form.module.css'

const FilterEditor = lazy(() => import('./FilterEditor'))

interface Props {
  template: Template | undefined
  values: Record<string, unknown>
  onChange: (values: Record<string, unknown>) => void
  errors: Record<string, string>
}

/** The filters that are set, as chips that open their editor; the report's parameters say which there are and what they take. */
export function FiltersField({ template, values, onChange, errors }: Props) {
  const [open, setOpen] = useState<string | null>(null)
  const parameters = template?.parameters ?? []
  const shown = parameters.filter((p) => p.name in values || p.required)
  const unknown = Object.keys(values).filter((name) => !parameters.some((p) => p.name === name))
  const free = parameters.filter((p) => !shown.includes(p))
  const label = (p: Parameter) => p.label ?? p.name

  function set(name: string, value: unknown) {
    onChange({ ...values, [name]: value })
  }
  function drop(name: string) {
    const { [name]: _, ...rest } = values
    onChange(rest)
    setOpen(null)
  }

  return (
    <fieldset className={classes.field}>
      <legend className={classes.label}>Filters</legend>
      {!template && <p className="second small">Choose a report first; it says what can be filtered.</p>}
      {template && parameters.length === 0 && <p className="second small">This report has no parameters.</p>}
      <div className={classes.row}>
        {shown.map((p) => (
          <span key={p.name} className={parts.chip} data-on={p.name in values} style={{ paddingRight: 4 }}>
            <Popover opened={open === p.name} onChange={(o) => setOpen(o ? p.name : null)} position="bottom-start" withinPortal trapFocus>
              <Popover.Target>
                <button type="button" id={fieldId(`filters.${p.name}`)} className="unstyled" aria-invalid={errors[`filters.${p.name}`] !== undefined} onClick={() => setOpen(open === p.name ? null : p.name)}>
                  <b>{label(p)}</b> {p.name in values && values[p.name] !== '' ? `is ${valueText(values[p.name])}` : 'choose…'}
                </button>
              </Popover.Target>
              <Popover.Dropdown>
                <form
                  className={classes.popover}
                  aria-label={`Filter ${label(p)}`}
                  onSubmit={(event) => {
                    event.preventDefault()
                    event.stopPropagation()
                    setOpen(null)
                  }}
                >
                  <Suspense fallback={<Skeleton rows={1} label="Loading the filter" />}>
                    <FilterEditor template={template!} parameter={p} value={values[p.name]} onChange={(value) => set(p.name, value)} />
                  </Suspense>
                  <Button type="submit" variant="default">
                    Done
                  </Button>
                </form>
              </Popover.Dropdown>
            </Popover>
            {p.required ? null : (
              <button type="button" className="unstyled" aria-label={`Remove the filter ${label(p)}`} onClick={() => drop(p.name)}>
                <IconX size={14} aria-hidden />
              </button>
            )}
          </span>
        ))}
        {unknown.map((name) => (
          <span key={name} className={parts.chip}>
            <b>{name}</b> is {valueText(values[name])}
            <button type="button" className="unstyled" aria-label={`Remove the filter ${name}`} onClick={() => drop(name)}>
              <IconX size={14} aria-hidden />
            </button>
          </span>
        ))}
        {free.length > 0 && (
          <Menu position="bottom-start">
            <Menu.Target>
              <button type="button" className={parts.chip} data-dashed="true">
                <IconPlus size={14} aria-hidden /> Add filter
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              {free.map((p) => (
                <Menu.Item
                  key={p.name}
                  onClick={() => {
                    set(p.name, p.default ?? '')
                    setOpen(p.name)
                  }}
                >
                  {label(p)} <span className="second small">{defaultText(p)}</span>
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {Object.entries(errors).filter(([field]) => field.startsWith('filters')).map(([field, message]) => (
        <p key={field} className={classes.error}>
          {message}
        </p>
      ))}
    </fieldset>
  )
}
