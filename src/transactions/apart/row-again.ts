import {
  type AmountRole,
  type RowBlock,
  type RowColumns,
  splitRuns,
  type WordRole,
} from "../lines/row-block";

/** Columns of one row. */
export function newRow(words: readonly WordRole[], amounts: readonly AmountRole[]): RowColumns {
  const id = () => Int32Array.of(-1);
  const number = () => ({ value: Float64Array.of(1), kind: Uint8Array.of(1) });
  const [moment, quantity, price] = [number(), number(), number()];
  return {
    row: id(),
    customer: id(),
    order: id(),
    product: id(),
    country: id(),
    moment: moment.value,
    momentKind: moment.kind,
    quantity: quantity.value,
    quantityKind: quantity.kind,
    price: price.value,
    priceKind: price.kind,
    restLow: id(),
    restHigh: id(),
    words: Object.fromEntries(words.map((role) => [role, id()])),
    amounts: Object.fromEntries(amounts.map((role) => [role, number()])),
  };
}

/**
 * Writes a row of a block that was read once more; see `newRow`. Its ids cannot differ from those in the block, and
 * hardly ever anything else does.
 */
export function writeAgain(block: RowBlock, at: number, again: RowColumns): void {
  block.quantity.set(at, again.quantity[0]!, again.quantityKind[0]!);
  block.price.set(at, again.price[0]!, again.priceKind[0]!);
  for (const [role, { value, kind }] of Object.entries(again.amounts))
    block.amounts[role as AmountRole]!.set(at, value[0]!, kind[0]!);
  const run = block.run[at]!;
  const { moment, momentKind } = block.runs;
  if (Object.is(moment[run], again.moment[0]) && momentKind[run] === again.momentKind[0]) return;
  const runs = splitRuns(block);
  runs.moment[at] = again.moment[0]!;
  runs.momentKind[at] = again.momentKind[0]!;
}
