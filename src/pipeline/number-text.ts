/**
 * Numbers written as ASCII digits into a buffer, which must have 24 bytes left from `at` on. Both return the place
 * after the last digit, or −1 if the number needs another way of writing: they know the common cases, without a string
 * for each.
 */

const [ZERO, MINUS, POINT] = [48, 45, 46];
/** Integers below this are divided as 32-bit ones. */
const HALF = 1e6;
const MOST_WHOLE = 2 ** 31;
/** Ten to the powers that matter: no float32 of everyday size needs more decimals. */
const POWERS = Float64Array.from({ length: 13 }, (_, k) => 10 ** k);
const [LEAST_SINGLE, MOST_SINGLE] = [1e-4, 1e9];

/** A whole number, as `String` writes it. */
export function putWhole(value: number, buffer: Uint8Array, at: number): number {
  if (!(value > -MOST_WHOLE && value < MOST_WHOLE) || value !== Math.trunc(value)) return -1;
  let place = at;
  if (value < 0) buffer[place++] = MINUS;
  return putDigits(Math.abs(value), buffer, place);
}

/**
 * A number that was rounded to float32: the fewest decimals that round to it again. `String` would write the digits
 * that tell it from other float64 numbers, 12.34000015258789 for 12.34.
 */
export function putSingle(value: number, buffer: Uint8Array, at: number): number {
  const size = Math.abs(value);
  if (!(size >= LEAST_SINGLE && size < MOST_SINGLE)) return -1;
  for (let decimals = 1; decimals < POWERS.length; decimals++) {
    const power = POWERS[decimals]!;
    const digits = Math.round(size * power);
    // Below 2^53 the quotient is the float64 nearest to the text, which is what a reader gets.
    if (Math.fround(digits / power) !== size) continue;
    const whole = Math.floor(digits / power);
    let place = at;
    if (value < 0) buffer[place++] = MINUS;
    place = putDigits(whole, buffer, place);
    buffer[place++] = POINT;
    putPadded(digits - whole * power, decimals, buffer, place);
    return place + decimals;
  }
  return -1;
}

/** 0 ≤ value < 2^31. */
function putDigits(value: number, buffer: Uint8Array, at: number): number {
  let length = 1;
  for (let rest = (value / 10) | 0; rest > 0; rest = (rest / 10) | 0) length++;
  putPadded(value, length, buffer, at);
  return at + length;
}

/** The last `length` digits of a whole number below 10^12, with zeros in front. */
function putPadded(value: number, length: number, buffer: Uint8Array, at: number): void {
  const high = Math.floor(value / HALF);
  let rest = (value - high * HALF) | 0;
  let place = at + length - 1;
  for (const end = Math.max(at, at + length - 6); place >= end; place--) {
    const next = (rest / 10) | 0;
    buffer[place] = ZERO + rest - 10 * next;
    rest = next;
  }
  rest = high | 0;
  for (; place >= at; place--) {
    const next = (rest / 10) | 0;
    buffer[place] = ZERO + rest - 10 * next;
    rest = next;
  }
}
