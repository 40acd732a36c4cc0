import { expect, test } from 'vitest'
import { browserOf, wayOf } from './sessionWords'

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0', 'Edge on Windows'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1', 'Safari on iOS'],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36', 'Chrome on Android'],
  ['python-requests/2.32', 'python-requests'],
  [null, 'A program'],
])('%s is %s', (agent, words) => {
  expect(browserOf(agent)).toBe(words)
})

test.each([
  ['password', 'by password'],
  ['https://login.example.com', 'by login.example.com'],
])('Signed in with %s is said as %s', (way, words) => {
  expect(wayOf(way)).toBe(words)
})
