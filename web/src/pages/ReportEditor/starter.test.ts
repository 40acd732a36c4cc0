import { expect, test } from 'vitest'
import { styled } from './PreviewPane'
import { copyOf, starter } from './starter'

test('The starter reads the demo where there is one, else the first source that there is', () => {
  expect(starter('demo')).toContain('from test_runs')
  expect(starter('sales')).toContain('source: sales\n')
  expect(starter(undefined)).toContain('source: name_of_a_data_source\n')
})

test('A copy has a name of its own and is otherwise the same to the letter', () => {
  const text = '---\ntitle: "Quality"\nreport_type: quality\nsource: demo\n---\n# title: stays\nreport_type: stays\n'
  expect(copyOf(text)).toBe('---\ntitle: Quality (copy)\nreport_type: quality_copy\nsource: demo\n---\n# title: stays\nreport_type: stays\n')
})

test('A copy of a long name stays within what the server takes', () => {
  expect(/report_type: (\S+)/.exec(copyOf(`title: A\nreport_type: ${'a'.repeat(63)}\n`))?.[1]).toHaveLength(63)
})

test('The style sheet of a preview carries the nonce of the page', () => {
  expect(styled('<head><style>p{}</style></head><p style="color:red">&lt;style&gt;</p>', 'n0nce')).toBe('<head><style nonce="n0nce">p{}</style></head><p style="color:red">&lt;style&gt;</p>')
})
