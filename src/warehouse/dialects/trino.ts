import { quotedName, quotedText } from "./quoting";
import type { Words } from "./words";

/** Also Presto's other descendants, such as Athena and Starburst. */
export const trino: Words = {
  name: (name) => quotedName(name, '"'),
  text: quotedText,
  types: { text: "VARCHAR", number: "DOUBLE" },
  matches: (value, pattern) => `regexp_like(${value}, ${pattern})`,
  settled: (selection) => selection,
  calls: {
    digitsToNumber: (value) => `TRY_CAST(${value} AS DOUBLE)`,
    trim: (value) => `regexp_replace(${value}, '^[\\x00-\\x20]+|[\\x00-\\x20]+$', '')`,
    digest: (value) => `lower(to_hex(md5(to_utf8(${value}))))`,
    digestNumber: (value) => `CAST(from_base(substr(to_hex(md5(to_utf8(${value}))), 1, 12), 16) AS DOUBLE)`,
    momentToMs: (value) => `FLOOR(to_unixtime(${value}) * 1000 + 1e-3)`,
    dayToMs: (value) => `CAST(date_diff('day', DATE '1970-01-01', ${value}) AS DOUBLE) * 86400000`,
  },
};
