/** The formatter: the only part of the tools that rewrites what people wrote. */
export { formatSource, type Formatted } from './format.js';
