import { Anchor, Button, Loader } from '@mantine/core'
import { IconDownload, IconEye, IconExternalLink, IconFileTypePdf } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import { Empty } from '../../parts/Empty'
import { Skeleton } from '../../parts/Skeleton'
import { bytes } from '../../parts/time'
import { Trouble } from '../../parts/Trouble'
import { DataTables, type ReportData } from './DataTables'
import classes from './editor.module.css'
import type { Preview, View } from './preview'

const names: Record<View, string> = { page: 'page', pdf: 'PDF', email: 'e-mail', data: 'data' }

/** What the report becomes: the last good one, whatever is being typed. */
export function PreviewPane({ preview, view, errors }: { preview: Preview; view: View; errors: number }) {
  const { shown, problem, busy } = preview
  return (
    <div className={classes.preview} data-old={preview.isOld} aria-busy={busy}>
      <PreviewState preview={preview} view={view} errors={errors} />
      <div className={classes.previewBody}>
        {shown ? (
          <Shown key={view} body={shown.body} view={view} />
        ) : problem ? (
          errors > 0 ? (
            <Empty title="No preview yet" icon={IconEye}>
              {errors === 1 ? 'One thing in the source is to be mended first.' : `${errors} things in the source are to be mended first.`}
            </Empty>
          ) : (
            <Trouble problem={problem} title="The preview could not be made" onRetry={preview.again} />
          )
        ) : (
          <Skeleton rows={8} label={`Making the ${names[view]}`} />
        )}
      </div>
    </div>
  )
}

/** One line of it, said to screen readers too: made when, or why it is an older one. */
function PreviewState({ preview, view, errors }: { preview: Preview; view: View; errors: number }) {
  const { shown, problem, busy } = preview
  return (
    <div className={classes.previewState}>
      <span role="status">
        {busy ? 'Making the preview…' : problem && shown ? (errors > 0 ? 'This is the last good preview: the source has errors.' : `This is the last good preview. ${problem.message}`) : shown ? `As it is now, made in ${shown.ms} ms` : ''}
      </span>
      {busy && <Loader size={14} aria-hidden />}
      {problem && errors === 0 && !busy && shown && (
        <Button variant="default" size="compact-sm" onClick={preview.again}>
          Try again
        </Button>
      )}
      {shown && view !== 'data' && <OpenElsewhere body={shown.body} view={view} />}
    </div>
  )
}

function OpenElsewhere({ body, view }: { body: Blob; view: View }) {
  const address = useObjectUrl(view === 'pdf' ? body : null)
  if (!address) return null
  return (
    <span className={classes.elsewhere}>
      <Anchor href={address} target="_blank" rel="noreferrer" size="sm">
        <IconExternalLink size={14} aria-hidden /> Open
      </Anchor>
      <Anchor href={address} download="preview.pdf" size="sm">
        <IconDownload size={14} aria-hidden /> Save
      </Anchor>
    </span>
  )
}

function Shown({ body, view }: { body: Blob; view: View }) {
  if (view === 'pdf') return <PdfFrame body={body} />
  if (view === 'data') return <Data body={body} />
  return <PageFrame body={body} view={view} />
}

/** The page as its readers get it, in a frame that runs no script, opens nothing and has no origin. */
function PageFrame({ body, view }: { body: Blob; view: View }) {
  const text = useText(body)
  const page = useMemo(() => (text === null ? null : styled(text)), [text])
  return page === null ? <Skeleton rows={8} /> : <iframe className={classes.frame} data-view={view} title={`Preview of the ${names[view]}`} sandbox="" srcDoc={page} />
}

/** The browser's own viewer where it has one; phones and locked-down browsers have none, and would show an empty frame. */
function PdfFrame({ body }: { body: Blob }) {
  const address = useObjectUrl(body)
  if (!address) return null
  if (navigator.pdfViewerEnabled) return <iframe className={classes.frame} title="Preview of the PDF" src={address + '#navpanes=0&view=FitH'} />
  return (
    <Empty
      title={`The PDF is made: ${bytes(body.size)}`}
      icon={IconFileTypePdf}
      action={
        <Button component="a" href={address} target="_blank" rel="noreferrer">
          Open PDF
        </Button>
      }
    >
      This browser shows no PDF inside of a page.
    </Empty>
  )
}

function Data({ body }: { body: Blob }) {
  const text = useText(body)
  const data = useMemo(() => (text === null ? null : (JSON.parse(text) as ReportData)), [text])
  return data === null ? <Skeleton rows={8} /> : <DataTables data={data} />
}

/**
 * The frame inherits the app's policy, which lets in the style sheets that carry its nonce: the report's own is given it. As text: a
 * parser's document would be under the policy too. Whatever stands in a report is escaped, so this tag is the format's own.
 */
export function styled(html: string, nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''): string {
  return html.replaceAll('<style>', `<style nonce="${nonce}">`)
}

function useText(body: Blob) {
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    let gone = false
    void body.text().then((value) => {
      if (!gone) setText(value)
    })
    return () => {
      gone = true
    }
  }, [body])
  return text
}

function useObjectUrl(body: Blob | null) {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (!body) return
    const made = URL.createObjectURL(body)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [body])
  return address
}
