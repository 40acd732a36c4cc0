export { default } from './Connections'
