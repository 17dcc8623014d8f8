/** A growing byte buffer to write to and a cursor to read from: the two halves of every binary format in this room. */

/** Bytes that don't have the form that was asked for: damaged, or written by another program. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}

/** Appends numbers and bytes, little-endian. */
export class ByteWriter {
  private buffer = Buffer.allocUnsafe(256);
  private length = 0;

  private grow(by: number): number {
    const at = this.length;
    this.length += by;
    if (this.length > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.length, this.buffer.length * 2));
      this.buffer.copy(larger, 0, 0, at);
      this.buffer = larger;
    }
    return at;
  }

  u8(value: number): void {
    const at = this.grow(1);
    this.buffer.writeUInt8(value, at);
  }
  u32(value: number): void {
    const at = this.grow(4);
    this.buffer.writeUInt32LE(value, at);
  }
  i32(value: number): void {
    const at = this.grow(4);
    this.buffer.writeInt32LE(value, at);
  }
  i64(value: bigint): void {
    const at = this.grow(8);
    this.buffer.writeBigInt64LE(value, at);
  }
  /** Two's complement of 128 bits, the low half first. */
  i128(value: bigint): void {
    const at = this.grow(16);
    this.buffer.writeBigUInt64LE(BigInt.asUintN(64, value), at);
    this.buffer.writeBigInt64LE(BigInt.asIntN(64, value >> 64n), at + 8);
  }
  f32(value: number): void {
    const at = this.grow(4);
    this.buffer.writeFloatLE(value, at);
  }
  f64(value: number): void {
    const at = this.grow(8);
    this.buffer.writeDoubleLE(value, at);
  }
  bytes(value: Uint8Array): void {
    const at = this.grow(value.length);
    this.buffer.set(value, at);
  }
  /** A length of 32 bits, then the bytes. */
  block(value: Uint8Array): void {
    this.u32(value.length);
    this.bytes(value);
  }
  /** `count` zero bytes, to be filled in later by `setBit`. */
  bitmap(bits: number): number {
    const size = Math.ceil(bits / 8);
    const at = this.grow(size);
    this.buffer.fill(0, at, at + size);
    return at;
  }
  /** Sets bit `bit` (lowest first) of the bitmap that begins at `start`. */
  setBit(start: number, bit: number): void {
    const at = start + (bit >> 3);
    this.buffer.writeUInt8(this.buffer.readUInt8(at) | (1 << (bit & 7)), at);
  }
  /** A copy of what was written. */
  finish(): Uint8Array {
    return new Uint8Array(this.buffer.subarray(0, this.length));
  }
}

/** Reads what ByteWriter wrote; throws FormatError where the bytes end too early. */
export class ByteReader {
  private readonly buffer: Buffer;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  private take(size: number): number {
    const at = this.at;
    if (size > this.buffer.length - at) throw new FormatError('the bytes end too early');
    this.at += size;
    return at;
  }

  u8(): number {
    const at = this.take(1);
    return this.buffer.readUInt8(at);
  }
  u32(): number {
    const at = this.take(4);
    return this.buffer.readUInt32LE(at);
  }
  i32(): number {
    const at = this.take(4);
    return this.buffer.readInt32LE(at);
  }
  i64(): bigint {
    const at = this.take(8);
    return this.buffer.readBigInt64LE(at);
  }
  i128(): bigint {
    const at = this.take(16);
    return (this.buffer.readBigInt64LE(at + 8) << 64n) | this.buffer.readBigUInt64LE(at);
  }
  f32(): number {
    const at = this.take(4);
    return this.buffer.readFloatLE(at);
  }
  f64(): number {
    const at = this.take(8);
    return this.buffer.readDoubleLE(at);
  }
  bytes(size: number): Uint8Array {
    const at = this.take(size);
    return new Uint8Array(this.buffer.subarray(at, at + size));
  }
  block(): Uint8Array {
    return this.bytes(this.u32());
  }
  /** The bits of a bitmap, lowest first. */
  bitmap(bits: number): readonly boolean[] {
    const bytes = this.bytes(Math.ceil(bits / 8));
    return Array.from({ length: bits }, (_, i) => (((bytes[i >> 3] ?? 0) >> (i & 7)) & 1) === 1);
  }
  /** How many bytes are left. */
  get rest(): number {
    return this.buffer.length - this.at;
  }
}
