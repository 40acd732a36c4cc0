export { default } from './Audit'
