export { NotificationSettingsWidget } from './NotificationSettingsWidget'
