import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The editor in the tokens of the app, so that it changes with the theme. */
const frame = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', color: 'var(--bs-text)', backgroundColor: 'var(--bs-surface)' },
  '&.cm-focused': { outline: '2px solid var(--bs-accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace", lineHeight: '1.6' },
  '.cm-content': { padding: '12px 0', caretColor: 'var(--bs-text)' },
  '.cm-line': { padding: '0 12px 0 6px' },
  '.cm-cursor': { borderLeftColor: 'var(--bs-text)' },
  '.cm-gutters': { backgroundColor: 'var(--bs-surface)', color: 'var(--bs-second)', border: '0' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 4px 0 12px' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--bs-accent) 6%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--bs-text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--bs-accent-soft)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--bs-warn-soft)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--bs-accent-soft)', outline: '1px solid var(--bs-accent)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--bs-bad)', textUnderlineOffset: '3px' },
  '.cm-lintPoint-error:after': { borderBottomColor: 'var(--bs-bad)' },
  '.cm-tooltip': { backgroundColor: 'var(--bs-surface)', color: 'var(--bs-text)', border: '1px solid var(--bs-control)', borderRadius: '8px', overflow: 'hidden' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '4px 10px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--bs-accent-soft)', color: 'var(--bs-text)' },
  '.cm-completionDetail': { color: 'var(--bs-second)', fontStyle: 'normal' },
  '.cm-diagnostic': { fontFamily: 'var(--mantine-font-family)', fontSize: '13px', padding: '8px 12px', maxWidth: '52ch', borderLeftColor: 'var(--bs-bad)' },
  '.cm-panels': { backgroundColor: 'var(--bs-sunken)', color: 'var(--bs-text)', borderBottom: '1px solid var(--bs-line)' },
  '.cm-panel input, .cm-panel button': { fontFamily: 'var(--mantine-font-family)', fontSize: '13px' },
  '.cm-textfield': { backgroundColor: 'var(--bs-surface)', color: 'var(--bs-text)', border: '1px solid var(--bs-control)', borderRadius: '4px' },
  '.cm-button': { backgroundImage: 'none', backgroundColor: 'var(--bs-surface)', color: 'var(--bs-text)', border: '1px solid var(--bs-control)', borderRadius: '4px' },
})

const words = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '700', color: 'var(--bs-text)' },
  { tag: tags.strong, fontWeight: '700' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: [tags.keyword, tags.definitionKeyword, tags.operatorKeyword, tags.typeName], color: 'var(--bs-accent-text)', fontWeight: '600' },
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName], color: 'var(--bs-info)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--bs-ok)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--bs-warn)' },
  { tag: [tags.comment, tags.meta, tags.processingInstruction, tags.labelName, tags.contentSeparator], color: 'var(--bs-second)' },
  { tag: [tags.link, tags.url], color: 'var(--bs-accent-text)', textDecoration: 'underline' },
  { tag: tags.monospace, color: 'var(--bs-text)' },
])

export const look = [frame, syntaxHighlighting(words)]
