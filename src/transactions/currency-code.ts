let codes: ReadonlySet<string> | null = null;

/** Whether a text is an ISO 4217 code in capital letters. */
export function isCurrency(code: string): boolean {
  codes ??= new Set(Intl.supportedValuesOf("currency"));
  return codes.has(code);
}

/** The ISO 4217 code in a text, in whatever case; null if it is none. */
export function currencyCode(text: string): string | null {
  const code = text.trim().toUpperCase();
  return isCurrency(code) ? code : null;
}

/** The sign of a currency in its own country, such as `$` for the Canadian dollar. */
export function homeSign(code: string): string {
  const format = new Intl.NumberFormat("en", {
    style: "currency",
    currency: code,
    currencyDisplay: "narrowSymbol",
  });
  return format.formatToParts(0).find(({ type }) => type === "currency")?.value ?? code;
}
