export { default } from './DataSources'
