import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconAlertTriangle, IconCircleCheck, IconPencil, IconPlugConnected, IconPlus, IconStar, IconTrash, type Icon } from '@tabler/icons-react'
import { useState } from 'react'
import { useMe } from '../../api/me'
import { usePages } from '../../api/paging'
import { Problem } from '../../api/problem'
import { announce } from '../../app/announce'
import { useShortcuts } from '../../app/keyboard'
import { Card } from '../Card'
import { Empty } from '../Empty'
import { Listed } from '../Listed'
import { Moment } from '../Moment'
import { PageHead } from '../PageHead'
import parts from '../parts.module.css'
import { useRowKeys } from '../rows'
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
  const box = useRowKeys()
  const add = () => setOpen({ what: 'form', thing: null })
  useShortcuts([{ key: 'n', label: `Add a ${kind.one}`, run: add }], manages && types.data !== undefined)

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
            <Button leftSection={<IconPlus size={16} />} onClick={add} disabled={types.data === undefined}>
              Add {kind.one}
            </Button>
          )
        }
      >
        {kind.about}
      </PageHead>
      <Card title={kind.many} count={list.items?.length} flush>
        <div ref={box}>
          <Listed
            list={list}
            label={`Loading ${kind.many.toLowerCase()}`}
            empty={
              <Empty title={`No ${kind.one} yet`} icon={icon} action={manages && <Button onClick={add} disabled={types.data === undefined}>Add the first {kind.one}</Button>}>
                {kind.empty}
              </Empty>
            }
          >
            {(things) => (
              <table className={parts.table}>
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">Type</th>
                    <th scope="col">Where</th>
                    <th scope="col">Changed</th>
                    {manages && <th scope="col">Test</th>}
                    {manages && (
                      <th scope="col">
                        <span className="unseen">Actions</span>
                      </th>
                    )}
                  </tr>
                </thead>
                <tbody>
                  {things.map((thing) => (
                    <tr key={thing.id} data-row tabIndex={-1}>
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
                        <td data-label="Test" data-wide>
                          <TestCell thing={thing} tested={tests[thing.id]} onTest={() => void test(thing)} />
                        </td>
                      )}
                      {manages && (
                        <td className={parts.right} data-wide>
                          <Tooltip label="Change">
                            <ActionIcon aria-label={`Change ${thing.name}`} onClick={() => setOpen({ what: 'form', thing })} disabled={types.data === undefined}>
                              <IconPencil size={18} stroke={1.7} />
                            </ActionIcon>
                          </Tooltip>
                          <Tooltip label="Delete">
                            <ActionIcon aria-label={`Delete ${thing.name}`} onClick={() => setOpen({ what: 'delete', thing })}>
                              <IconTrash size={18} stroke={1.7} />
                            </ActionIcon>
                          </Tooltip>
                        </td>
                      )}
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </Listed>
        </div>
      </Card>
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
      {tested.ok ? (
        <Tag tone="ok" icon={IconCircleCheck}>
          Answers
        </Tag>
      ) : (
        <Tag tone="bad" icon={IconAlertTriangle}>
          Does not work
        </Tag>
      )}
      {again}
      {tested.message && (
        <div className="second small" style={{ flexBasis: '100%', maxWidth: '48ch', overflowWrap: 'anywhere' }}>
          {tested.message}
        </div>
      )}
    </div>
  )
}
