/**
 * The value types of the language (time contract, section 4). One closed union, plain data; every later stage
 * switches on `kind` and so is forced to answer for a type that is added here.
 */
export type Type = ScalarType | ArrayType | PairType | NullType | UnknownType;

export type ScalarType = SimpleType | DecimalType;

export interface SimpleType {
  readonly kind:
    'bool' | 'int32' | 'int64' | 'float32' | 'float64' | 'string' | 'bytes' | 'date' | 'timestamp' | 'duration';
}

/** A fixed-point number of at most 38 digits, `scale` of them after the point. */
export interface DecimalType {
  readonly kind: 'decimal';
  readonly precision: number;
  readonly scale: number;
}

/** The result of last_n, top_n, …: never null and without null elements. */
export interface ArrayType {
  readonly kind: 'array';
  readonly element: Type;
}

/** One element of an array of pairs, such as `last_n({ category, amount }, 20)`. */
export interface PairType {
  readonly kind: 'pair';
  readonly fields: readonly { readonly name: string; readonly type: Type }[];
}

/** The type of a bare `null`, which every type accepts. */
export interface NullType {
  readonly kind: 'null';
}

/** Stands where a finding was already reported, so that one mistake gives one finding. */
export interface UnknownType {
  readonly kind: 'unknown';
}

const simple = <K extends SimpleType['kind']>(kind: K): { readonly kind: K } => Object.freeze({ kind });

export const BOOL = simple('bool');
export const INT32 = simple('int32');
export const INT64 = simple('int64');
export const FLOAT32 = simple('float32');
export const FLOAT64 = simple('float64');
export const STRING = simple('string');
export const BYTES = simple('bytes');
export const DATE = simple('date');
export const TIMESTAMP = simple('timestamp');
export const DURATION = simple('duration');
export const NULL_TYPE: NullType = Object.freeze({ kind: 'null' });
export const UNKNOWN: UnknownType = Object.freeze({ kind: 'unknown' });

/** decimal(precision, scale); the caller has checked 1 <= precision <= 38 and 0 <= scale <= precision. */
export const decimal = (precision: number, scale: number): DecimalType => ({ kind: 'decimal', precision, scale });
export const arrayOf = (element: Type): ArrayType => ({ kind: 'array', element });

export const isInteger = (type: Type): boolean => type.kind === 'int32' || type.kind === 'int64';
export const isFloat = (type: Type): boolean => type.kind === 'float32' || type.kind === 'float64';
/** Types whose sums are exact: integers and decimals. */
export const isExactNumeric = (type: Type): boolean => isInteger(type) || type.kind === 'decimal';
export const isNumeric = (type: Type): boolean => isExactNumeric(type) || isFloat(type);

/** The type as it is written in a `.feat` file. */
export function printType(type: Type): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'array':
      return `array<${printType(type.element)}>`;
    case 'pair':
      return `{${type.fields.map((f) => `${f.name}: ${printType(f.type)}`).join(', ')}}`;
    default:
      return type.kind;
  }
}

export function sameType(a: Type, b: Type): boolean {
  return printType(a) === printType(b);
}
