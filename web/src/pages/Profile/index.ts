export { default } from './Profile'
