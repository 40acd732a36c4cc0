export { default } from './Workspaces'
