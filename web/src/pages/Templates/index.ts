export { default } from './Templates'
