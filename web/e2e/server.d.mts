export interface RunningServer {
  address: string
  data: string
  link: string | undefined
  log(): string
  stop(): Promise<void>
}
export const operator: { email: string; password: string; key: string }
export function startServer(settings?: Record<string, string>, how?: { bootstrap?: boolean }): Promise<RunningServer>
