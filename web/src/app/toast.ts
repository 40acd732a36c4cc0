import { notifications } from '@mantine/notifications'
import { Problem } from '../api/problem'

/** It worked: a sentence. */
export function said(message: string) {
  notifications.show({ message, color: 'accent', autoClose: 5_000, role: 'status' })
}

/** It did not: why. Stays until it is closed. */
export function refused(error: unknown, title = 'Not done') {
  notifications.show({ title, message: Problem.of(error).message, color: 'red', autoClose: false, role: 'alert' })
}
