import { Checkbox, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { said } from '../../app/toast'
import { Dialog } from '../Dialog'
import { useSubmit } from '../submit'
import { labelOf, typeName, type Kind, type Thing, type ThingType } from './kinds'
import { SettingFields } from './SettingFields'
import { secretsToRepeat, settingsOf, valuesOf, type Values } from './values'

interface Props {
  kind: Kind
  types: ThingType[]
  /** Null for a new one. */
  thing: Thing | null
  onClose: () => void
  /** It is saved; it is to be tested now. */
  onSaved: (thing: Thing) => void
}

/** Makes one, or changes one: the fields are what its type says it can be told. */
export function ThingForm({ kind, types, thing, onClose, onSaved }: Props) {
  const client = useQueryClient()
  const [type, setType] = useState(thing?.type ?? types[0]?.type ?? '')
  const settings = types.find((t) => t.type === type)?.settings ?? []
  const stored = thing?.settings ?? {}
  const [name, setName] = useState(thing?.name ?? '')
  const [isDefault, setDefault] = useState(thing?.default ?? false)
  const [byType, setByType] = useState<Record<string, Values>>({})
  const values = byType[type] ?? valuesOf(settings, stored)

  const save = useSubmit(async () => {
    const body = { name: name.trim(), type, settings: settingsOf(settings, values), ...(kind.hasDefault ? { default: isDefault } : {}) }
    const kept = thing ? await kind.replace(thing, body) : await kind.create(body)
    await client.invalidateQueries({ queryKey: [kind.key] })
    said(`“${kept.name}” is saved.`)
    onSaved(kept)
  })
  const labels = Object.fromEntries([['name', 'Name'], ['type', 'Type'], ...settings.map((s) => [`settings.${s.name}`, labelOf(s.name)])])

  return (
    <Dialog
      title={thing ? `Change “${thing.name}”` : `Add a ${kind.one}`}
      opened
      onClose={onClose}
      action="Save and test"
      busy={save.busy}
      problem={save.problem}
      labels={labels}
      onSubmit={() => void save.run()}
      size="lg"
    >
      <Select
        label="Type"
        data={types.map((t) => ({ value: t.type, label: typeName(t.type) }))}
        value={type}
        onChange={(chosen) => chosen && setType(chosen)}
        allowDeselect={false}
        disabled={thing !== null}
        description={thing ? 'The type stays; make another one instead.' : undefined}
        error={save.errorOf('type')}
      />
      <TextInput label="Name" description={kind.nameHint} required value={name} onChange={(event) => setName(event.currentTarget.value)} error={save.errorOf('name')} data-autofocus maxLength={100} autoComplete="off" />
      <SettingFields
        settings={settings}
        values={values}
        stored={stored}
        repeat={thing ? secretsToRepeat(settings, values, stored) : []}
        errorOf={save.errorOf}
        onChange={(field, value) => setByType((old) => ({ ...old, [type]: { ...values, [field]: value } }))}
      />
      {kind.hasDefault && (
        <Checkbox label="Use it by default" description={`Schedules that name no connection of this type send over it.`} checked={isDefault} onChange={(event) => setDefault(event.currentTarget.checked)} error={save.errorOf('default')} />
      )}
    </Dialog>
  )
}
