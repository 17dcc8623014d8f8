/** What tells whether two scalars or expressions are the same: they are plain data, so their text does. */

/** Equal for equal data. */
export const identityOf = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v));
