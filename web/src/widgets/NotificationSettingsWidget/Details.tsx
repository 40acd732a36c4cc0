import { Button, Checkbox, Radio, Select, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { said } from '../../app/toast'
import { ErrorSummary, useSubmit } from '../../parts/submit'
import { choicesOf, type Choices, type Settings } from './choices'
import classes from './notify.module.css'

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]
const labels = { quiet_hours: 'Quiet hours', digest: 'Digest', timezone: 'Time zone', contacts: 'Where to reach you', 'contacts.slack': 'Slack', 'contacts.phone': 'Phone' }

/** Whose schedules, quiet hours, digest, and where one is reached. */
export default function Details({ settings, onSave }: { settings: Settings; onSave: (choices: Choices, words: string) => Promise<void> }) {
  const [schedules, setSchedules] = useState(settings.schedules)
  const [quiet, setQuiet] = useState(settings.quiet_hours !== null)
  const [from, setFrom] = useState(settings.quiet_hours?.from ?? '22:00')
  const [to, setTo] = useState(settings.quiet_hours?.to ?? '07:00')
  const [every, setEvery] = useState(settings.digest.every ?? 'off')
  const [at, setAt] = useState(settings.digest.at ?? '08:00')
  const [timezone, setTimezone] = useState(settings.timezone ?? null)
  const [slack, setSlack] = useState(settings.contacts.slack ?? '')
  const [phone, setPhone] = useState(settings.contacts.phone ?? '')

  const save = useSubmit(async () => {
    await onSave(
      {
        ...choicesOf(settings),
        schedules,
        quiet_hours: quiet ? { from, to } : null,
        digest: { every, at },
        timezone,
        contacts: { slack: slack.trim() || null, phone: phone.trim() || null },
      },
      'Saved.',
    )
    said('Saved.')
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    void save.run()
  }

  return (
    <form className={classes.details} onSubmit={submit} noValidate>
      <ErrorSummary problem={save.problem} labels={labels} />
      <Radio.Group label="Of which schedules" value={schedules} onChange={(value) => setSchedules(value as Settings['schedules'])}>
        <div className={classes.line}>
          <Radio value="mine" label="Mine" />
          <Radio value="all" label="All of the workspace" />
        </div>
      </Radio.Group>
      <fieldset className={classes.group}>
        <legend>Quiet hours</legend>
        <Checkbox label="Hold e-mail, Slack and SMS back at night" description="What is held back comes when they end. The inbox in the app is never quiet." checked={quiet} onChange={(event) => setQuiet(event.currentTarget.checked)} />
        {quiet && (
          <div className={classes.line}>
            <TextInput type="time" label="From" value={from} onChange={(event) => setFrom(event.currentTarget.value)} error={save.errorOf('quiet_hours.from')} />
            <TextInput type="time" label="To" value={to} onChange={(event) => setTo(event.currentTarget.value)} error={save.errorOf('quiet_hours.to')} />
          </div>
        )}
      </fieldset>
      <fieldset className={classes.group}>
        <legend>Digest</legend>
        <div className={classes.line}>
          <Select
            label="E-mail and Slack come"
            data={[
              { value: 'off', label: 'each by itself, at once' },
              { value: 'hour', label: 'together, every hour' },
              { value: 'day', label: 'together, once a day' },
            ]}
            value={every}
            onChange={(value) => setEvery((value ?? 'off') as typeof every)}
            allowDeselect={false}
          />
          {every === 'day' && <TextInput type="time" label="At" value={at} onChange={(event) => setAt(event.currentTarget.value)} error={save.errorOf('digest.at')} />}
        </div>
      </fieldset>
      <Select label="Time zone of these times" placeholder="The workspace’s" data={zones} searchable clearable clearButtonProps={{ 'aria-label': 'Use the workspace’s time zone' }} value={timezone} onChange={setTimezone} error={save.errorOf('timezone')} />
      <fieldset className={classes.group}>
        <legend>Where to reach you</legend>
        <div className={classes.line}>
          <TextInput label="Slack" description="Your member ID, such as U024BE7LH" value={slack} onChange={(event) => setSlack(event.currentTarget.value)} error={save.errorOf('contacts.slack')} autoComplete="off" />
          <TextInput label="Phone" description="With country code" type="tel" value={phone} onChange={(event) => setPhone(event.currentTarget.value)} error={save.errorOf('contacts.phone')} autoComplete="tel" />
        </div>
      </fieldset>
      <Button type="submit" loading={save.busy} style={{ justifySelf: 'start' }}>
        Save
      </Button>
    </form>
  )
}
