import { blanks, quotedName, quotedText } from "./quoting";
import type { Words } from "./words";

/** Also MotherDuck. */
export const duckdb: Words = {
  name: (name) => quotedName(name, '"'),
  // The parser ends a statement at a NUL.
  text: (value) =>
    value.includes("\0")
      ? `(${value.split("\0").map(quotedText).join(" || chr(0) || ")})`
      : quotedText(value),
  types: { text: "VARCHAR", number: "DOUBLE" },
  matches: (value, pattern) => `regexp_matches(${value}, ${pattern})`,
  settled: (selection) => `WITH m AS MATERIALIZED (${selection}) SELECT * FROM m`,
  calls: {
    digitsToNumber: (value) => `TRY_CAST(${value} AS DOUBLE)`,
    trim: (value) => `trim(${value}, ${quotedText(blanks)})`,
    digestNumber: (value) => `CAST(CAST('0x' || substr(md5(${value}), 1, 12) AS BIGINT) AS DOUBLE)`,
    momentToMs: (value) => `CASE WHEN isfinite(${value}) THEN CAST(epoch_ms(${value}) AS DOUBLE) END`,
    dayToMs: (value) =>
      `CASE WHEN isfinite(${value}) THEN CAST(epoch_ms(CAST(${value} AS TIMESTAMP)) AS DOUBLE) END`,
  },
};
