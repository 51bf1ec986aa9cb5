/** When an event came and how long we observed, one element a subject. */
export interface SurvivalTimes {
  /** Days to the first event; Infinity if none was observed. Above 0, at most `watched` if finite. */
  readonly event: Float64Array;
  /** Days of observation, even if the event came before (right censoring). Above 0. */
  readonly watched: Float64Array;
}

/** Throws a RangeError that names the first impossible row, or if there are not `rows` of them. */
export function checkSurvivalTimes({ event, watched }: SurvivalTimes, rows: number): void {
  if (event.length !== rows || watched.length !== rows) {
    throw new RangeError(`${rows} rows but ${event.length} events and ${watched.length} watched times`);
  }
  for (let i = 0; i < rows; i++) {
    if (!(watched[i]! > 0 && watched[i]! < Infinity)) {
      throw new RangeError(`row ${i} was watched for ${watched[i]} days, not for a number above 0`);
    }
    if (!(event[i]! > 0 && (event[i]! <= watched[i]! || event[i] === Infinity))) {
      throw new RangeError(`row ${i}: an event after ${event[i]} of ${watched[i]} days watched`);
    }
  }
}
