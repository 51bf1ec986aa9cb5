/** What stands for an array in the shape of a stored page. */
interface Place {
  readonly placeOf: keyof typeof arrayTypes;
  /** Byte where it begins in the page. */
  readonly at: number;
  readonly length: number;
}

const arrayTypes = { Uint8Array, Uint16Array, Int32Array, Uint32Array, Float64Array };
export type PageArray = InstanceType<(typeof arrayTypes)[keyof typeof arrayTypes]>;

/** A copy of `value` with places instead of arrays, which are added to `arrays`. */
export function shapeOf(value: unknown, arrays: PageArray[], at = { next: 0 }): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) {
    const array = value as PageArray;
    arrays.push(array);
    const place = { placeOf: array.constructor.name, at: at.next, length: array.length };
    at.next += aligned(array.byteLength);
    return place;
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part, arrays, at)]));
}

/** The opposite of `shapeOf`: the arrays are views of `buffer`. */
export function filled(shape: unknown, buffer: ArrayBuffer, arrays: PageArray[]): unknown {
  if (typeof shape !== "object" || shape === null) return shape;
  if ("placeOf" in shape) {
    const { placeOf, at, length } = shape as Place;
    const array = new arrayTypes[placeOf](buffer, at, length);
    arrays.push(array);
    return array;
  }
  return Object.fromEntries(
    Object.entries(shape).map(([name, part]) => [name, filled(part, buffer, arrays)]),
  );
}

export function packed(arrays: readonly PageArray[]): Uint8Array {
  const bytes = new Uint8Array(bytesOf(arrays));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  return bytes;
}

export function bytesOf(arrays: readonly PageArray[]): number {
  return arrays.reduce((sum, { byteLength }) => sum + aligned(byteLength), 0);
}

export function aligned(bytes: number): number {
  return (bytes + 7) & ~7;
}

/** Tells whether bytes have changed. */
export function hashOf(bytes: Uint8Array): bigint {
  return Bun.hash.xxHash3(bytes);
}
