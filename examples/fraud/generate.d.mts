// The types of generate.mjs for TypeScript readers.
export interface Settings {
  readonly seed: number;
  readonly orders: number;
  readonly decisions: number;
  /** `noise` replaces the process by coin flips: nothing before an order says anything about its label. */
  readonly labels: 'real' | 'noise';
}
export const DEFAULTS: Settings;
/** Rows of text with a header each; a pure function of the settings. */
export function generate(settings?: Partial<Settings>): Readonly<Record<'orders' | 'decisions' | 'risk_log', readonly (readonly string[])[]>>;
/** Writes `orders.csv`, `decisions.csv` and `risk_log.csv` into a folder. */
export function writeTables(folder: string, settings?: Partial<Settings>): void;
