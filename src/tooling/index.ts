/**
 * `featlang/tooling`: what people and build servers see of the compiler: reports of findings, the formatter, and the
 * explanation of each code. Pure, as the compiler is.
 */
export { renderReport, reportFormats, summarize, summaryLine, type ReportFormat, type ReportOptions, type Summary } from './report/index.js';
export { explainCode, listCodes } from './explain/index.js';
export { formatSource, type Formatted } from './format/index.js';
