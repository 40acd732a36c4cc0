import { useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import { said } from '../../app/toast'
import { Dialog } from '../../parts/Dialog'
import { fromNow } from '../../parts/Moment'
import { useSubmit } from '../../parts/submit'
import type { ApiKey } from './ApiKeys'

export function RevokeKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const client = useQueryClient()
  const revoke = useSubmit(async () => {
    await ask(api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id: apiKey.id } } }))
    said(`“${apiKey.name}” is revoked.`)
    onClose()
    await client.invalidateQueries({ queryKey: ['api-keys'] })
  })
  return (
    <Dialog title={`Revoke “${apiKey.name}”?`} opened onClose={onClose} action="Revoke key" tone="bad" cancel="Keep it" onSubmit={() => void revoke.run()} busy={revoke.busy} problem={revoke.problem}>
      <p>Whatever still uses it is refused everywhere within a second. This cannot be undone.</p>
      <p className="second">{apiKey.last_used_at ? `It was last used ${fromNow(apiKey.last_used_at)}.` : 'It was never used.'}</p>
    </Dialog>
  )
}
