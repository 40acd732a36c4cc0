import { Radio } from '@mantine/core'
import { roles, roleWords, type RoleWord } from '../../parts/names'

/** What a person can be; a worker is a key, never a person. */
export function RoleField({ value, onChange, error }: { value: RoleWord; onChange: (role: RoleWord) => void; error?: string }) {
  return (
    <Radio.Group label="Role" value={value} onChange={(role) => onChange(role as RoleWord)} error={error}>
      <div style={{ display: 'grid', gap: 8, marginTop: 6 }}>
        {roles.filter((role) => role !== 'worker').map((role) => (
          <Radio key={role} value={role} label={role} description={roleWords[role]} />
        ))}
      </div>
    </Radio.Group>
  )
}
