import type { RecordFields } from "../records";

const BLANK = 0x20;

/** A date and a time of day from two columns as one cell. */
export class JoinedDate {
  bytes = new Uint8Array(64);
  length = 0;

  /** Writes the date in `[start, end)`, a blank and the cell of column `time`. */
  join({ bytes, starts, ends }: RecordFields, start: number, end: number, time: number): void {
    const clock = bytes.subarray(starts[time]!, ends[time]!);
    this.length = end - start + 1 + clock.length;
    if (this.length > this.bytes.length) this.bytes = new Uint8Array(this.length * 2);
    this.bytes.set(bytes.subarray(start, end));
    this.bytes[end - start] = BLANK;
    this.bytes.set(clock, end - start + 1);
  }
}
