/**
 * Refuses what no metric can use: no rows, different lengths, a NaN. Throws a RangeError that names the row. Infinity
 * passes: it orders well, and if it does not average well the result shows it.
 */
export function checkPair(actual: Float64Array, predicted: Float64Array): void {
  if (actual.length === 0) throw new RangeError("a metric of no rows is not defined");
  if (predicted.length !== actual.length) {
    throw new RangeError(`${actual.length} actual values but ${predicted.length} predictions`);
  }
  for (let i = 0; i < actual.length; i++) {
    if (Number.isNaN(actual[i]!)) throw new RangeError(`actual value ${i} is NaN`);
    if (Number.isNaN(predicted[i]!)) throw new RangeError(`prediction ${i} is NaN`);
  }
}

/** `checkPair`, and every actual value is 0 or 1. Throws a RangeError. */
export function checkBinaryPair(actual: Float64Array, predicted: Float64Array): void {
  checkPair(actual, predicted);
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] !== 0 && actual[i] !== 1) {
      throw new RangeError(`class ${i} is ${actual[i]}, neither 0 nor 1`);
    }
  }
}
