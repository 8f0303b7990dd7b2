/** Numbers in the form in which Postgres sends and takes them: a batch of points costs neither side the writing and reading of digits. */
export type NumberType = keyof typeof TYPES;

const TYPES = {
  int: { oid: 23, size: 4, write: (to: DataView, at: number, value: number) => to.setInt32(at, value) },
  bigint: { oid: 20, size: 8, write: (to: DataView, at: number, value: number) => to.setBigInt64(at, BigInt(value)) },
  'double precision': { oid: 701, size: 8, write: (to: DataView, at: number, value: number) => to.setFloat64(at, value) },
} as const;

const HEADER = 20;
const ONE_DIMENSION = 1;
const FIRST_INDEX = 1;
const NULL_LENGTH = -1;

/** A one-dimensional array for a bound parameter. Integers must be whole; nulls are allowed. */
export function binaryArray(type: NumberType, values: readonly (number | null)[]): Buffer {
  const { oid, size, write } = TYPES[type];
  const bytes = Buffer.alloc(HEADER + values.length * (4 + size));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  [ONE_DIMENSION, values.includes(null) ? 1 : 0, oid, values.length, FIRST_INDEX].forEach((word, index) => {
    view.setInt32(index * 4, word);
  });
  let at = HEADER;
  for (const value of values) {
    view.setInt32(at, value === null ? NULL_LENGTH : size);
    at += 4;
    if (value === null) continue;
    write(view, at, value);
    at += size;
  }
  return bytes.subarray(0, at);
}
