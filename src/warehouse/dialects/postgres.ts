import { blanks, quotedName, quotedText } from "./quoting";
import type { Words } from "./words";

const milliseconds = (value: string) =>
  `CASE WHEN isfinite(${value}) THEN FLOOR(CAST(EXTRACT(EPOCH FROM ${value}) AS double precision) * 1000 + 1e-3) END`;

/** Also CockroachDB, Redshift, Timescale and Citus. */
export const postgres: Words = {
  name: (name) => quotedName(name, '"'),
  text: postgresText,
  types: { text: "text", number: "double precision" },
  matches: (value, pattern) => `(${value} ~ ${pattern})`,
  settled: (selection) => `WITH m AS MATERIALIZED (${selection}) SELECT * FROM m`,
  calls: {
    trim: (value) => `btrim(${value}, ${postgresText(blanks)})`,
    // Other collations order texts by language, and differently from server to server.
    toText: (value) => `(CAST(${value} AS text) COLLATE "C")`,
    wholeToText: (value) => `(CAST(CAST(${value} AS bigint) AS text) COLLATE "C")`,
    digestNumber: (value) =>
      `CAST(CAST(CAST('x' || substr(md5(${value}), 1, 12) AS bit(48)) AS bigint) AS double precision)`,
    momentToMs: milliseconds,
    dayToMs: milliseconds,
  },
};

/**
 * With `E`, backslashes mean the same whatever the server's settings. No text of PostgreSQL has a NUL, so a literal with
 * one equals none.
 */
function postgresText(value: string): string {
  if (value.includes("\0")) return "CAST(NULL AS text)";
  return value.includes("\\") ? `E${quotedText(value.replaceAll("\\", "\\\\"))}` : quotedText(value);
}
