// AssemblyScript, compiled to `kernel.wasm` by `bun run build:kernels`. Addresses are in bytes. One instance reads one
// file: its memory holds the text at hand, the dictionaries, and the rows of the block that is being filled.

import {
  BLOCK_ROWS,
  delimiter,
  ends,
  getState,
  LAST_ROW,
  longestRecord,
  ROWS,
  rowNumbers,
  setState,
  starts,
  trimmedEnd,
  trimmedStart,
  width,
} from "./columns";
import { countDate, readDate } from "./dates";
import { intern } from "./dictionary";
import { readLabels } from "./labels";
import { allocate, HIGHS, ONES } from "./memory";
import { countNumbers, readNumbers } from "./numbers";
import { readRest } from "./rest";

export { addKey, clearKeys, groupEqual, groupRuns, groupsAt, pickFirsts } from "./alike";
export { rowsAt, setCustomer, setTable, setText, stateAt } from "./columns";
export { rememberDate, setDates, setFinest } from "./dates";
export { intern, internAll, newDictionary, oddIds, renumber, reserve, shift } from "./dictionary";
export { addLabels, labelOf, setLabel, setShapes } from "./labels";
export { allocate, release } from "./memory";
export { addNumbers } from "./numbers";
export { blockAt, findRepeated, pick, pickVerdicts, takenRows } from "./repeated";
export { addRest, beginRest, endRest, setRest } from "./rest";

const QUOTE: u32 = 0x22;
const LF: u32 = 0x0a;
const CR: u32 = 0x0d;

/** Each column: its number in the record, its dictionary, and where its ids go. */
const dictionaries = memory.data(12 * 16, 8);
let dictionaryCount: i32 = 0;

/** Adds a column of ids; returns where they go. */
export function addDictionary(column: i32, dictionary: usize): usize {
  const entry = dictionaries + <usize>dictionaryCount * 12;
  dictionaryCount++;
  const out = allocate(BLOCK_ROWS << 2);
  store<i32>(entry, column);
  store<usize>(entry, dictionary, 4);
  store<usize>(entry, out, 8);
  return out;
}

// @ts-expect-error: a decorator of AssemblyScript
function isStop(byte: u32): bool {
  return byte === delimiter || byte === LF || byte === CR;
}

/** The next delimiter or line end from `at` on. One must follow. */
// @ts-expect-error: a decorator of AssemblyScript
function nextStop(at: usize, delimiters: u64): usize {
  let isFound = false;
  while (!isFound) {
    const word = load<u64>(at);
    const other = word ^ delimiters;
    // The lowest bit set is exact: borrows run only upwards. Below 0x0e are the line ends.
    const hits = (((other - ONES) & ~other) | ((word - ONES * 0x0e) & ~word)) & HIGHS;
    if (hits === 0) at += 8;
    else {
      at += <usize>(ctz(hits) >> 3);
      isFound = isStop(load<u8>(at));
      if (!isFound) at++;
    }
  }
  return at;
}

/** The next quote from `at` on. One must follow. */
function nextQuote(at: usize): usize {
  let hits: u64 = 0;
  for (; ; at += 8) {
    const other = load<u64>(at) ^ (ONES * QUOTE);
    hits = (other - ONES) & ~other & HIGHS;
    if (hits !== 0) break;
  }
  return at + <usize>(ctz(hits) >> 3);
}

/** Where the last field in quotes ends, once doubled quotes are single. */
let fieldEnd: usize = 0;

/** Makes the doubled quotes of a field single, from the pair at `to` on; returns the closing quote, 0 if none comes. */
function undoubled(to: usize, end: usize): usize {
  fieldEnd = to;
  while (to + 1 < end && load<u8>(to, 1) === QUOTE) {
    store<u8>(fieldEnd++, QUOTE);
    const from = to + 2;
    to = nextQuote(from);
    if (to >= end) return 0;
    memory.copy(fieldEnd, from, to - from);
    fieldEnd += to - from;
  }
  return to;
}

/**
 * Finds the fields of the record at `from`; returns where the next begins, or 0 if it is no plain record: another
 * number of fields, text after a quote, or not complete before `end`.
 */
function fieldsOf(from: usize, end: usize, delimiters: u64): usize {
  let at = from;
  let count = 0;
  for (;;) {
    if (count === width || at >= end) return 0;
    let to: usize;
    if (load<u8>(at) === QUOTE) {
      at++;
      to = nextQuote(at);
      if (to + 1 >= end) return 0;
      fieldEnd = to;
      if (load<u8>(to, 1) === QUOTE) {
        to = undoubled(to, end);
        if (to === 0 || to + 1 >= end) return 0;
      }
      if (!isStop(load<u8>(to, 1))) return 0;
      store<usize>(starts + ((<usize>count) << 2), at);
      store<usize>(ends + ((<usize>count) << 2), fieldEnd);
      to++;
    } else {
      to = nextStop(at, delimiters);
      if (to >= end) return 0;
      store<usize>(starts + ((<usize>count) << 2), at);
      store<usize>(ends + ((<usize>count) << 2), to);
    }
    count++;
    const stop = load<u8>(to);
    at = to + 1;
    if (stop === delimiter) continue;
    if (count < width) return 0;
    if (stop === CR) {
      // Whether a line feed follows is not known yet.
      if (at >= end) return 0;
      if (load<u8>(at) === LF) at++;
    }
    return at - from > <usize>longestRecord ? 0 : at;
  }
}

/**
 * Reads plain records from the text in [from, end) into the block until it is full or a record is not plain. The room
 * behind `end` is written to. Returns where it stopped; that record, if complete, is for the reader in JavaScript.
 */
export function take(from: usize, end: usize): usize {
  store<u8>(end, LF);
  store<u8>(end + 1, QUOTE);
  const delimiters = ONES * <u64>delimiter;
  let rows = getState(ROWS);
  let row = getState(LAST_ROW);
  while (rows < BLOCK_ROWS) {
    const next = fieldsOf(from, end, delimiters);
    if (next === 0 || !readRow(rows)) break;
    row++;
    store<i32>(rowNumbers + ((<usize>rows) << 2), row);
    rows++;
    from = next;
  }
  setState(ROWS, rows);
  setState(LAST_ROW, row);
  return from;
}

/** Reads the fields of one record as row `at` of the block; false, but for its ids, if a cell is not plain. */
function readRow(at: i32): bool {
  if (!readDate(at) || !readNumbers(at)) return false;
  for (let i = 0; i < dictionaryCount; i++) {
    const entry = dictionaries + <usize>i * 12;
    const column = load<i32>(entry);
    const start = trimmedStart(column);
    const id = intern(load<usize>(entry, 4), start, <i32>(trimmedEnd(column, start) - start));
    store<i32>(load<usize>(entry, 8) + ((<usize>at) << 2), id);
  }
  if (!readLabels(at)) return false;
  countDate();
  countNumbers(at);
  readRest(at);
  return true;
}
