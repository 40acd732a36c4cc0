export { default } from './ReportEditor'
