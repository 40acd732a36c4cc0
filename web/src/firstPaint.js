// Before the first paint, so that a dark page does not flash: the choice that was made, else the system's.
(function () {
  var chosen = null
  try {
    chosen = localStorage.getItem('broadsheet-theme')
  } catch (_) {
    // Storage can be switched off; the system's choice holds then.
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
