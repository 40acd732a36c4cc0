import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconAlertTriangle, IconCircleCheck, IconPencil, IconPlugConnected, IconStar, IconTrash, type Icon } from '@tabler/icons-react'
import { useState } from 'react'
import { useMe } from '../../api/me'
import { usePages } from '../../api/paging'
import { Problem } from '../../api/problem'
import { announce } from '../../app/announce'
import { AddButton } from '../AddButton'
import { Empty } from '../Empty'
import { actions, ListCard } from '../ListCard'
import { Moment } from '../Moment'
import { PageHead } from '../PageHead'
import parts from '../parts.module.css'
import { RowButton } from '../RowButton'
import { Tag } from '../Tag'
import { DeleteThing } from './DeleteThing'
import { typeName, type Kind, type Thing } from './kinds'
import { ThingForm } from './ThingForm'

type Tested = { busy: true } | { busy: false; ok: boolean; message: string | null }
type Open = { what: 'form'; thing: Thing | null } | { what: 'delete'; thing: Thing } | null

/** A page of things that are set up once: what there is, whether each works, and the form of each type. */
export function SetupPage({ kind, icon }: { kind: Kind; icon: Icon }) {
  const { may } = useMe()
  const manages = may('manage_sources')
  const [open, setOpen] = useState<Open>(null)
  const [tests, setTests] = useState<Record<string, Tested>>({})
  const list = usePages([kind.key, 'list'], kind.list)
  const types = useQuery({ queryKey: [kind.key, 'types'], queryFn: kind.types, staleTime: Infinity, enabled: manages })
  const add = () => setOpen({ what: 'form', thing: null })
  const knowsTypes = types.data !== undefined

  async function test(thing: Thing) {
    setTests((old) => ({ ...old, [thing.id]: { busy: true } }))
    const end = await kind.test(thing.id).catch((error: unknown) => ({ ok: false, message: Problem.of(error).message }))
    setTests((old) => ({ ...old, [thing.id]: { busy: false, ...end } }))
    announce(end.ok ? `${thing.name} answers.` : `${thing.name} does not work: ${end.message ?? ''}`)
  }

  return (
    <>
      <PageHead
        title={kind.many}
        action={
          manages && (
            <AddButton onAdd={add} disabled={!knowsTypes}>
              {`Add ${kind.one}`}
            </AddButton>
          )
        }
      >
        {kind.about}
      </PageHead>
      <ListCard
        title={kind.many}
        list={list}
        columns={['Name', 'Type', 'Where', 'Changed', manages && 'Test', manages && actions]}
        keyOf={(thing) => thing.id}
        empty={
          <Empty title={`No ${kind.one} yet`} icon={icon} action={manages && <Button onClick={add} disabled={!knowsTypes}>Add the first {kind.one}</Button>}>
            {kind.empty}
          </Empty>
        }
      >
        {(thing) => (
          <>
            <td data-wide>
              <span className="strong">{thing.name}</span>{' '}
              {thing.default && (
                <Tag tone="info" icon={IconStar}>
                  default
                </Tag>
              )}
            </td>
            <td data-label="Type">{typeName(thing.type)}</td>
            <td data-label="Where" className="second" style={{ overflowWrap: 'anywhere' }}>
              {kind.summary(thing)}
            </td>
            <td data-label="Changed">
              <Moment at={thing.updated_at} />
            </td>
            {manages && (
              <>
                <td data-label="Test" data-wide>
                  <TestCell thing={thing} tested={tests[thing.id]} onTest={() => void test(thing)} />
                </td>
                <td className={parts.right} data-wide>
                  <RowButton verb="Change" name={thing.name} icon={IconPencil} onClick={() => setOpen({ what: 'form', thing })} disabled={!knowsTypes} />
                  <RowButton verb="Delete" name={thing.name} icon={IconTrash} onClick={() => setOpen({ what: 'delete', thing })} />
                </td>
              </>
            )}
          </>
        )}
      </ListCard>
      {open?.what === 'form' && types.data && (
        <ThingForm
          kind={kind}
          types={types.data}
          thing={open.thing}
          onClose={() => setOpen(null)}
          onSaved={(saved) => {
            setOpen(null)
            void test(saved)
          }}
        />
      )}
      {open?.what === 'delete' && <DeleteThing kind={kind} thing={open.thing} onClose={() => setOpen(null)} />}
    </>
  )
}

function TestCell({ thing, tested, onTest }: { thing: Thing; tested: Tested | undefined; onTest: () => void }) {
  const again = (
    <Button variant="default" size="compact-sm" leftSection={<IconPlugConnected size={14} />} loading={tested?.busy} onClick={onTest} aria-label={`Test ${thing.name}`}>
      {tested && !tested.busy ? 'Again' : 'Test'}
    </Button>
  )
  if (!tested || tested.busy) return again
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 }}>
      <Tag tone={tested.ok ? 'ok' : 'bad'} icon={tested.ok ? IconCircleCheck : IconAlertTriangle}>
        {tested.ok ? 'Answers' : 'Does not work'}
      </Tag>
      {again}
      {tested.message && (
        <div className="second small" style={{ flexBasis: '100%', maxWidth: '48ch', overflowWrap: 'anywhere' }}>
          {tested.message}
        </div>
      )}
    </div>
  )
}
