// The calendar room: instants, durations, days, zones and periods in exact arithmetic over the pinned tz table. It
// imports nothing but itself, so that the compiler, the runtime and request-time code share one calendar.
export * from './units.js';
export * from './durations.js';
export * from './dates.js';
export * from './instants.js';
export * from './zones.js';
export * from './periods.js';
export * from './parts.js';
export * from './tables.js';
export * from './ticks.js';
