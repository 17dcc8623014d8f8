/** Values of the interpreter as those of request time and back: the two share no code, so the test does it. */
import type { Type } from '../oracle/spec.js';
import type { Value } from '../oracle/values.js';
import type { RequestValue } from '../../src/compiler/request/values.js';

export function toRequest(value: Value): RequestValue {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (!('kind' in value)) return value.map(toRequest);
  switch (value.kind) {
    case 'decimal': return value.unscaled;
    case 'instant': case 'duration': return value.us;
    case 'date': return BigInt(value.days);
    case 'pair': return [toRequest(value.first), toRequest(value.second)];
    default: throw new Error(`request time has no ${value.kind}`);
  }
}

export function fromRequest(value: RequestValue, type: Type): Value {
  if (value === null) return null;
  if (typeof value === 'object') return value.map((each) => fromRequest(each, type.kind === 'array' ? type.element : type));
  if (typeof value !== 'bigint') return value;
  switch (type.kind) {
    case 'decimal': return { kind: 'decimal', unscaled: value, scale: type.scale };
    case 'timestamp': return { kind: 'instant', us: value };
    case 'duration': return { kind: 'duration', us: value };
    case 'date': return { kind: 'date', days: Number(value) };
    default: return value;
  }
}
