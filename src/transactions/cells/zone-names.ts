import { HOUR_MS } from "../../time";

/**
 * Hours from UTC by the letters that shops' exports write. Where two zones share their letters, the one that is met more often:
 * CST is American, BST British, IST Indian, AST of the Atlantic; ET, CT, MT and PT alone are read as standard time.
 */
const hours: Readonly<Record<string, number>> = {
  ...{ Z: 0, UTC: 0, GMT: 0, UT: 0, WET: 0, WEST: 1, BST: 1 },
  ...{ CET: 1, CEST: 2, MEZ: 1, MESZ: 2, MET: 1, MEST: 2, EET: 2, EEST: 3, MSK: 3, TRT: 3 },
  ...{
    EST: -5,
    EDT: -4,
    CST: -6,
    CDT: -5,
    MST: -7,
    MDT: -6,
    PST: -8,
    PDT: -7,
    ET: -5,
    CT: -6,
    MT: -7,
    PT: -8,
  },
  ...{ AKST: -9, AKDT: -8, HST: -10, HAST: -10, AST: -4, ADT: -3, NST: -3.5, NDT: -2.5, HNE: -5, HAE: -4 },
  ...{ BRT: -3, BRST: -2, ART: -3, UYT: -3, CLT: -4, CLST: -3, COT: -5, PET: -5, VET: -4, BOT: -4, ECT: -5 },
  ...{ WAT: 1, CAT: 2, SAST: 2, EAT: 3, GST: 4, PKT: 5, IST: 5.5, NPT: 5.75 },
  ...{ WIB: 7, WITA: 8, WIT: 9, ICT: 7, SGT: 8, MYT: 8, HKT: 8, PHT: 8, JST: 9, KST: 9 },
  ...{ AWST: 8, ACST: 9.5, ACDT: 10.5, AEST: 10, AEDT: 11, NZST: 12, NZDT: 13 },
};

const offsets = new Map(Object.entries(hours).map(([name, hour]) => [name, hour * HOUR_MS]));

/** Milliseconds that a zone's clocks are ahead of UTC, by its letters in any case; undefined for an unknown one. */
export function zoneOffset(name: string): number | undefined {
  return offsets.get(name.toUpperCase());
}
