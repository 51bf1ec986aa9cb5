/** How shops write countries beside their English name and their code. */
const ALSO: Readonly<Record<string, string>> = {
  usa: "US",
  "u.s.a.": "US",
  "u.s.": "US",
  "united states of america": "US",
  uk: "GB",
  "u.k.": "GB",
  england: "GB",
  scotland: "GB",
  wales: "GB",
  "northern ireland": "GB",
  "great britain": "GB",
  eire: "IE",
  rsa: "ZA",
  uae: "AE",
  holland: "NL",
  "the netherlands": "NL",
  "czech republic": "CZ",
  "hong kong": "HK",
  korea: "KR",
  "south korea": "KR",
  russia: "RU",
  turkey: "TR",
  deutschland: "DE",
  österreich: "AT",
  schweiz: "CH",
  españa: "ES",
  italia: "IT",
  polska: "PL",
};

let byName: ReadonlyMap<string, string> | null = null;

/** The ISO 3166-1 alpha-2 code of a country that is given by its code or its English name; null for anything else. */
export function countryCode(text: string): string | null {
  byName ??= codesByName();
  return byName.get(text.trim().toLowerCase()) ?? null;
}

/** The names and codes that the runtime's CLDR data know; it echoes a code that is none. */
function codesByName(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  const codes = new Map<string, string>();
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
  for (const first of letters) {
    for (const second of letters) {
      const code = first + second;
      const name = names.of(code);
      // Codes without a country: of groups, of tests, and what ISO has replaced.
      if (name === undefined || NO_COUNTRY.has(code)) continue;
      codes.set(code.toLowerCase(), code);
      if (!codes.has(name.toLowerCase())) codes.set(name.toLowerCase(), code);
    }
  }
  for (const [name, code] of Object.entries(ALSO)) codes.set(name, code);
  return codes;
}

const NO_COUNTRY = new Set(
  "AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH NT PC PU QO RH SU TA TP UN VD WK XA XB YD YU ZR ZZ".split(
    " ",
  ),
);
