import { Radio } from '@mantine/core'
import { roles, roleWords, type RoleWord } from '../../parts/names'

export function RoleField({ value, onChange, error }: { value: RoleWord; onChange: (role: RoleWord) => void; error?: string }) {
  return (
    <Radio.Group label="Role" value={value} onChange={(role) => onChange(role as RoleWord)} error={error}>
      <div style={{ display: 'grid', gap: 8, marginTop: 6 }}>
        {roles.map((role) => (
          <Radio key={role} value={role} label={role} description={roleWords[role]} />
        ))}
      </div>
    </Radio.Group>
  )
}
