export { default } from './ApiKeys'
