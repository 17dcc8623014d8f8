// The door of explain: what a code of a finding means, for the terminal and for the documentation.

export { explainCode, listCodes, unknownCodeLine } from './explain-code.js';
export { renderCodeIndex, renderCodePage } from './code-page.js';
