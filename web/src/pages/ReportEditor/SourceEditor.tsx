import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from '@codemirror/commands'
import { markdown, markdownLanguage } from '@codemirror/lang-markdown'
import { PostgreSQL, sql } from '@codemirror/lang-sql'
import { yamlFrontmatter, yamlLanguage } from '@codemirror/lang-yaml'
import { bracketMatching, indentOnInput, LanguageDescription, LanguageSupport } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react'
import { completions, type Known } from './completions'
import type { Mark } from './errors'
import { look } from './look'

export interface SourceHandle {
  /** Puts the cursor there and the focus in. */
  goTo: (offset: number) => void
}

interface Props {
  /** The text at the start; a change from outside replaces it. */
  text: string
  onChange: (text: string) => void
  marks: Mark[]
  readOnly: boolean
  known: Known
  handle: Ref<SourceHandle>
}

const languages = [
  LanguageDescription.of({ name: 'sql', load: () => Promise.resolve(sql({ dialect: PostgreSQL })) }),
  LanguageDescription.of({ name: 'yaml', alias: ['chart', 'table', 'tiles', 'kpi'], load: () => Promise.resolve(new LanguageSupport(yamlLanguage)) }),
]

/** The report's source. Tab leaves it, as in every field; Ctrl+] and Ctrl+[ indent. */
export default function SourceEditor({ text, onChange, marks, readOnly, known, handle }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const reads = useRef(new Compartment())
  const latest = useRef({ onChange, known })
  latest.current = { onChange, known }

  useEffect(() => {
    const editor = new EditorView({
      parent: box.current!,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorView.cspNonce.of(document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''),
          lineNumbers(),
          lintGutter(),
          highlightActiveLineGutter(),
          highlightActiveLine(),
          highlightSpecialChars(),
          highlightSelectionMatches(),
          history(),
          drawSelection(),
          dropCursor(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          search({ top: true }),
          autocompletion({ override: [completions(() => latest.current.known)], icons: false }),
          yamlFrontmatter({ content: markdown({ base: markdownLanguage, codeLanguages: languages, completeHTMLTags: false }) }),
          keymap.of([
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...searchKeymap,
            ...historyKeymap,
            ...completionKeymap,
            ...lintKeymap,
            { key: 'Mod-]', run: indentMore },
            { key: 'Mod-[', run: indentLess },
          ]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'Source of the report', tabindex: '0', spellcheck: 'false' }),
          reads.current.of([]),
          look,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = editor
    return () => editor.destroy()
    // The editor is made once; what comes from outside reaches it by the effects below.
  }, [])

  useEffect(() => {
    const editor = view.current
    if (editor && editor.state.doc.toString() !== text) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } })
  }, [text])

  useEffect(() => {
    view.current?.dispatch({ effects: reads.current.reconfigure(readOnly ? [EditorState.readOnly.of(true)] : []) })
  }, [readOnly])

  useEffect(() => {
    const editor = view.current
    if (!editor) return
    const end = editor.state.doc.length
    editor.dispatch(
      setDiagnostics(
        editor.state,
        marks.map((mark) => ({ from: Math.min(mark.from, end), to: Math.min(mark.to, end), severity: 'error' as const, message: mark.message })),
      ),
    )
  }, [marks])

  useImperativeHandle(handle, () => ({
    goTo(offset) {
      const editor = view.current
      if (!editor) return
      const at = Math.min(offset, editor.state.doc.length)
      editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
      editor.focus()
    },
  }))

  return <div ref={box} data-testid="source" />
}
