import { Button, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { ifMatch } from '../../api/etag'
import { Problem } from '../../api/problem'
import type { components } from '../../api/schema'
import { said } from '../../app/toast'
import { Card } from '../../parts/Card'
import { Skeleton } from '../../parts/Skeleton'
import { ErrorSummary, useSubmit } from '../../parts/submit'
import { Trouble } from '../../parts/Trouble'
import { domainsOf } from './domains'
import classes from './recipients.module.css'

type Settings = components['schemas']['DeliverySettingsWire']

const megabyte = 1_000_000
const labels = { allowed_domains: 'Allowed domains', attach_up_to: 'Attach up to', link_days: 'Links work for', subject: 'Subject', text: 'Text above the report' }
const key = ['delivery-settings']

/** How the workspace sends, for every schedule that says nothing else. */
export function DeliverySettings({ manages }: { manages: boolean }) {
  const query = useQuery({ queryKey: key, queryFn: () => ask(api.GET('/api/v1/delivery-settings')) })
  return (
    <Card title="How reports are sent">
      {query.data ? (
        <Form key={query.data.version} settings={query.data} manages={manages} />
      ) : query.isError ? (
        <Trouble problem={Problem.of(query.error)} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton label="Loading how reports are sent" />
      )}
    </Card>
  )
}

function Form({ settings, manages }: { settings: Settings; manages: boolean }) {
  const client = useQueryClient()
  const [domains, setDomains] = useState(settings.allowed_domains.join('\n'))
  const [megabytes, setMegabytes] = useState<number | ''>(Number(settings.attach_up_to) / megabyte)
  const [days, setDays] = useState<number | ''>(settings.link_days)
  const [subject, setSubject] = useState(settings.subject ?? '')
  const [text, setText] = useState(settings.text ?? '')
  const save = useSubmit(async () => {
    const kept = await ask(
      api.PUT('/api/v1/delivery-settings', {
        params: { header: ifMatch(settings) },
        body: {
          allowed_domains: domainsOf(domains),
          attach_up_to: megabytes === '' ? null : Math.round(megabytes * megabyte),
          link_days: days === '' ? null : days,
          subject: subject.trim() || null,
          text: text.trim() || null,
        },
      }),
    )
    client.setQueryData(key, kept)
    said('Saved: the next report is sent so.')
  })
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save.run()
      }}
    >
      <ErrorSummary problem={save.problem} labels={labels} />
      <Textarea
        label={labels.allowed_domains}
        description="One a line, such as example.com, or *.example.com for all below it. Other addresses wait for approval; without any, every address gets mail."
        autosize
        minRows={2}
        maxRows={8}
        value={domains}
        onChange={(event) => setDomains(event.currentTarget.value)}
        error={save.errorOf('allowed_domains')}
        readOnly={!manages}
        spellCheck={false}
      />
      <div className={classes.pair}>
        <NumberInput label={labels.attach_up_to} description="More leaves as a link." suffix=" MB" value={megabytes} min={0} max={200} onChange={(value) => setMegabytes(typeof value === 'number' ? value : '')} error={save.errorOf('attach_up_to')} readOnly={!manages} hideControls />
        <NumberInput label={labels.link_days} description="After that it is refused." suffix=" days" value={days} min={1} max={365} onChange={(value) => setDays(typeof value === 'number' ? value : '')} error={save.errorOf('link_days')} readOnly={!manages} hideControls />
      </div>
      <TextInput label={labels.subject} description="Of schedules that have none; {{title}} and {{period}} are filled in." placeholder="{{title}}, {{period}}" value={subject} onChange={(event) => setSubject(event.currentTarget.value)} error={save.errorOf('subject')} readOnly={!manages} />
      <Textarea label={labels.text} autosize minRows={2} maxRows={10} value={text} onChange={(event) => setText(event.currentTarget.value)} error={save.errorOf('text')} readOnly={!manages} />
      {manages && (
        <Button type="submit" loading={save.busy} style={{ justifySelf: 'start' }}>
          Save
        </Button>
      )}
    </form>
  )
}
