const CODES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

/** The ISO 4217 code that a text is, in whatever case; null where it is none. */
export function currencyCode(text: string): string | null {
  const code = text.trim().toUpperCase();
  return CODES.has(code) ? code : null;
}

/** The sign of a currency where it is at home, such as `$` of the Canadian dollar. */
export function homeSign(code: string): string {
  const format = new Intl.NumberFormat("en", {
    style: "currency",
    currency: code,
    currencyDisplay: "narrowSymbol",
  });
  return format.formatToParts(0).find(({ type }) => type === "currency")?.value ?? code;
}
