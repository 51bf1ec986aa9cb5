import { unitOf } from "../cells/number-unit";
import { isCurrency } from "../currency-code";
import { nameTokens } from "./column-names";

const hundredths = new Set(
  "cents cent pence penny centimes centavos centimos groszy grosze haler halere ore oere kopecks kopeks paise kurus minor minorunits".split(
    " ",
  ),
);

/** Whether a name says that amounts are in hundredths: `amount_cents`, "Price (pence)". */
export function isInHundredths(name: string): boolean {
  return nameTokens(name).some((token) => hundredths.has(token));
}

/** The currency that a name gives: "Total (GBP)", "Betrag in €"; null if it gives none. */
export function currencyInName(name: string): string | null {
  const said =
    /[([]\s*([^()[\]]{1,4})\s*[)\]]\s*$/.exec(name)?.[1] ??
    /(?:^|\s|_)in[\s_]+(\S{1,3})$/i.exec(name)?.[1] ??
    /\s(\p{Sc})$/u.exec(name)?.[1];
  const unit = said === undefined ? null : unitOf(said, "amount");
  return unit !== null && isCurrency(unit) ? unit : null;
}
