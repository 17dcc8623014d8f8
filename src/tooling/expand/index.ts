/** Writing a project's small tools out. */
export { expandProject, type ExpandOptions } from './expand.js';
