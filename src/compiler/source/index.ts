/** Files, spans and line lookup: what every later room uses to say where something is. */
export * from './span.js';
