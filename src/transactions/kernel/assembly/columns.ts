// AssemblyScript, compiled with `index.ts` to `kernel.wasm` by `bun run build:kernels`. Addresses are in bytes.

import { allocate } from "./memory";

/** Rows of a block; see `row-block.ts`. */
export const BLOCK_ROWS: i32 = 1 << 16;
const BLANK: u32 = 0x20;

/** What JavaScript reads and writes between calls; see `plain-rows.ts`. */
const state = memory.data(4 * 128, 8);
export const ROWS: usize = 0;
export const LAST_ROW: usize = 4;
export const UTF8: usize = 8;
export const LATIN1: usize = 12;
export const WINDOWS1252: usize = 16;
export const DATE_KINDS: usize = 32;
export const DATE_NOTATIONS: usize = 64;
export const NUMBER_KINDS: usize = 96;

export function stateAt(): usize {
  return state;
}

export function getState(place: usize): i32 {
  return load<i32>(state + place);
}

export function setState(place: usize, value: i32): void {
  store<i32>(state + place, value);
}

/** Adds 1 to a number of the state. */
// @ts-expect-error: a decorator of AssemblyScript
export function count(place: usize): void {
  store<i32>(state + place, load<i32>(state + place) + 1);
}

export let width: i32 = 0;
export let longestRecord: i32 = 0;
export let delimiter: u32 = 0;
/** Where the fields of the record at hand begin and end. */
export let starts: usize = 0;
export let ends: usize = 0;
export let rowNumbers: usize = 0;

export function setTable(columns: i32): void {
  width = columns;
  starts = allocate((<usize>(columns + 1)) << 2);
  ends = allocate((<usize>(columns + 1)) << 2);
  rowNumbers = allocate(BLOCK_ROWS << 2);
}

let customerColumn: i32 = -1;

/** Sets the column whose blank cells belong to nobody, of whose rows reports show no numbers. */
export function setCustomer(column: i32): void {
  customerColumn = column;
}

/** Whether the record at hand names nobody. */
export function isOfNobody(): bool {
  if (customerColumn < 0) return false;
  const start = trimmedStart(customerColumn);
  return trimmedEnd(customerColumn, start) === start;
}

export function setText(separator: i32, mostBytes: i32): void {
  delimiter = separator;
  longestRecord = mostBytes;
}

export function rowsAt(): usize {
  return rowNumbers;
}

/** Where the field in `column` begins, without blanks, and where it ends. */
// @ts-expect-error: a decorator of AssemblyScript
export function trimmedStart(column: i32): usize {
  const place = (<usize>column) << 2;
  const end = load<usize>(ends + place);
  let start = load<usize>(starts + place);
  while (start < end && load<u8>(start) <= BLANK) start++;
  return start;
}

// @ts-expect-error: a decorator of AssemblyScript
export function trimmedEnd(column: i32, start: usize): usize {
  let end = load<usize>(ends + ((<usize>column) << 2));
  while (end > start && load<u8>(end - 1) <= BLANK) end--;
  return end;
}
