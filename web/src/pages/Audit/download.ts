import { api, ask } from '../../api/client'
import { refused } from '../../app/toast'
import type { AuditQuery } from './filters'

/** Fetches the export and hands it to the browser as a file. A plain link would lose the workspace that this tab works in. */
export async function downloadExport(query: AuditQuery, format: 'csv' | 'jsonl') {
  try {
    const call = api.GET('/api/v1/audit/export', { params: { query: { ...query, format } }, parseAs: 'blob' })
    const file = await ask(call as Promise<{ data?: Blob; error?: unknown; response: Response }>)
    const address = URL.createObjectURL(file)
    const link = document.createElement('a')
    link.href = address
    link.download = `audit.${format}`
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
  } catch (error) {
    refused(error, 'Not exported')
  }
}
