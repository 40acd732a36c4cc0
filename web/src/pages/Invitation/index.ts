export { default } from './Invitation'
