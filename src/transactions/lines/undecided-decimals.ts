import { decimalSeparator, NumberKind } from "../cells/number-kind";
import type { OrderRows } from "./order-rows";

/**
 * A note for the report where nothing in the quantities and prices settles whether a lone comma or dot before three
 * digits groups thousands; empty where something does or there is none.
 */
export function undecidedDecimals({ quantities, prices, plan }: OrderRows): string[] {
  if (decimalSeparator(quantities.counts) !== null || decimalSeparator(prices.counts) !== null) return [];
  const count = (kind: NumberKind) => quantities.counts[kind]! + prices.counts[kind]!;
  const commas = count(NumberKind.commaOrThousands);
  const dots = count(NumberKind.dotOrThousands);
  if (commas + dots === 0) return [];
  const { quantity, unit_price, order_total } = plan.mapping;
  const columns = [quantity, unit_price ?? order_total].filter((name) => name !== undefined).join(" and ");
  const readings = [
    ...(commas > 0 ? [`${commas} numbers such as 1,234 as thousands (1234)`] : []),
    ...(dots > 0 ? [`${dots} numbers such as 1.234 as decimals (1.234)`] : []),
  ];
  return [
    `Nothing in column ${columns} settles whether a comma or a dot is the decimal separator. It was taken to be a dot, which reads ${readings.join(" and ")}. ` +
      "To be sure, write the numbers with two decimals and without thousands separators, such as 1234.00.",
  ];
}
