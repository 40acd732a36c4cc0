import { FileInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconFileImport } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { said } from '../../app/toast'
import { Dialog } from '../../parts/Dialog'
import { useSubmit } from '../../parts/submit'
import type { Calendar } from './Calendars'

/** A calendar from a holiday file, or an empty one to fill by hand. */
export function NewCalendar({ onClose, onMade }: { onClose: () => void; onMade: (calendar: Calendar) => void }) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const make = useSubmit(async () => {
    const ics = file ? await file.text() : null
    const calendar = await ask(api.POST('/api/v1/calendars', { body: { name: name.trim(), dates: [], ics } }))
    said(`“${calendar.name}” has ${calendar.dates.length} days.`)
    await client.invalidateQueries({ queryKey: ['calendars'] })
    onMade(calendar)
  })
  return (
    <Dialog title="New calendar" opened onClose={onClose} action="Make calendar" onSubmit={() => void make.run()} busy={make.busy} problem={make.problem} labels={{ name: 'Name', ics: 'Holiday file' }}>
      <TextInput label="Name" required value={name} onChange={(event) => setName(event.currentTarget.value)} error={make.errorOf('name')} data-autofocus maxLength={100} autoComplete="off" />
      <FileInput
        label="Holiday file"
        description="An .ics file, as countries and offices publish them: its whole-day events become days. Days can also be entered afterwards."
        accept=".ics,text/calendar"
        placeholder="Choose a file"
        leftSection={<IconFileImport size={16} aria-hidden />}
        value={file}
        onChange={setFile}
        error={make.errorOf('ics')}
        clearable
        clearButtonProps={{ 'aria-label': 'Without a file' }}
      />
    </Dialog>
  )
}
