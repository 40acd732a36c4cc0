export { default } from './Calendars'
