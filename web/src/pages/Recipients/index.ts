export { default } from './Recipients'
