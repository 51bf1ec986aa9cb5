/** What was paid after `from` and until `to` (milliseconds since 1970), without what was given back. One element an order or return. */
export function spendBetween(
  {
    time,
    value,
    isReturn,
  }: {
    readonly time: ArrayLike<number>;
    readonly value: ArrayLike<number>;
    readonly isReturn: ArrayLike<number>;
  },
  from: number,
  to: number,
): number {
  let sum = 0;
  for (let i = 0; i < time.length; i++) {
    if (time[i]! > from && time[i]! <= to && isReturn[i] === 0) sum += value[i]!;
  }
  return sum;
}
