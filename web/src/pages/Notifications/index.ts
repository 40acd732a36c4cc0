export { default } from './Notifications'
