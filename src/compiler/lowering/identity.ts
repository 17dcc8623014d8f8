/** What tells whether two scalars or expressions are the same: they are plain data, so their text does. */

/** Equal for equal data. Written out because `JSON.stringify` knows no bigint but by a call for every value there is. */
export function identityOf(value: unknown): string {
  switch (typeof value) {
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(identityOf).join()}]`;
      let text = '{';
      for (const key in value) text += `${key}:${identityOf((value as Readonly<Record<string, unknown>>)[key])},`;
      return `${text}}`;
    }
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return `${value}n`;
    default:
      // -0 is another number than 0.
      return Object.is(value, -0) ? '-0' : String(value);
  }
}
