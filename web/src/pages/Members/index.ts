export { default } from './Members'
