import type { Profile } from "../profiles/profile";

const taxWords = new Set("tax taxes vat gst mwst ust steuer tva iva btw moms".split(" "));
const included = new Set(
  "incl including inc inclusive inkl inclus incluse incluido incluida incluidos inclusa incluso with after".split(
    " ",
  ),
);
const excluded = new Set(
  "excl excluding exc ex exclusive exkl exklusive excluido without before zzgl hors sans senza sin".split(
    " ",
  ),
);
const whole: Readonly<Record<string, Profile["tax"]>> = {
  ttc: "included",
  ht: "excluded",
  brutto: "included",
  netto: "excluded",
};

/** What a name says about tax, and its other words: `total incl. VAT` is a total that includes tax. */
export function taxInName(words: readonly string[]): {
  readonly tax: Profile["tax"] | undefined;
  readonly rest: readonly string[];
} {
  // "MwSt" looks like two words.
  const tokens = words
    .join(" ")
    .replace(/\bmw st\b/, "mwst")
    .split(" ");
  for (const [i, token] of tokens.entries()) {
    const [before, after] = [tokens[i - 1], tokens[i + 1]];
    if (!taxWords.has(token)) continue;
    for (const [neighbour, from] of [
      [before, i - 1],
      [after, i],
    ] as const) {
      const tax = included.has(neighbour ?? "")
        ? "included"
        : excluded.has(neighbour ?? "")
          ? "excluded"
          : null;
      if (tax !== null) return { tax, rest: [...tokens.slice(0, from), ...tokens.slice(from + 2)] };
    }
  }
  const at = tokens.findIndex((token) => whole[token] !== undefined);
  return { tax: whole[tokens[at] ?? ""], rest: tokens.filter((_, i) => i !== at) };
}
