import type { IdList } from "./id-list";
import type { OrderRows } from "./order-rows";

const cancellation = /^C\d/i;

/**
 * By order: 1 if its number marks a cancellation. An order that begins with C and a digit is one if most of such
 * orders' lines are negative, or if the number without the C is another order; a shop whose numbers all begin with C
 * has none.
 */
export function cancelledByNumber(rows: OrderRows, numbers: IdList): Uint8Array {
  const marked = new Uint8Array(numbers.size);
  let candidates = 0;
  let none = 0;
  // A simple number or code does not begin with C.
  numbers.forEachOdd((text, order) => {
    if (text === null) none++;
    else if (cancellation.test(text)) {
      marked[order] = 1;
      candidates++;
    }
  });
  const known = numbers.size - none;
  if (candidates === 0) return marked;
  let lines = 0;
  let negative = 0;
  for (const { runs, quantity, price } of rows.blocks)
    for (let run = 0; run < runs.length; run++) {
      const order = runs.order[run]!;
      if (order < 0 || marked[order] === 0) continue;
      for (let i = runs.start[run]!; i < runs.start[run + 1]!; i++) {
        lines++;
        if (quantity.at(i) < 0 || price.at(i) < 0) negative++;
      }
    }
  const said = whatIsCancelled({ candidates, known, lines, negative });
  if (said !== "with an original") return said === "all" ? marked : marked.fill(0);
  const others = new Set(numbers.texts);
  numbers.forEachOdd((text, order) => {
    if (marked[order] === 1 && !others.has(text!.slice(1))) marked[order] = 0;
  });
  return marked;
}

/**
 * Which of the `candidates` among the `known` numbers mark a cancellation, by the lines of the candidates and how many
 * of them are negative.
 */
export function whatIsCancelled(of: {
  readonly candidates: number;
  readonly known: number;
  readonly lines: number;
  readonly negative: number;
}): "all" | "none" | "with an original" {
  if (of.candidates === 0 || of.candidates === of.known) return "none";
  if (of.negative >= 0.5 * of.lines) return "all";
  return of.candidates > 0.5 * of.known ? "none" : "with an original";
}
