export interface Mailbox {
  settings: Record<string, string>
  mails(): string[]
  stop(): Promise<void>
}
export function startMailbox(): Promise<Mailbox>
