import { quotedName } from "./quoting";
import type { Words } from "./words";

const bytesOf = (value: string) => Buffer.from(value, "utf8").toString("hex");

/** MySQL from 8, and MariaDB from 10.4. */
export const mysql: Words = {
  name: (name) => quotedName(name, "`"),
  // What a backslash means depends on the server's settings: anything but plain text is written in bytes.
  text: (value) =>
    /^[\w @.:/+*()[\]{},;=<>!?|#$%&~^-]*$/.test(value)
      ? `'${value}'`
      : `CONVERT(X'${bytesOf(value)}' USING utf8mb4)`,
  types: { text: "CHAR", number: "DOUBLE" },
  matches: (value, pattern) => `(${value} REGEXP ${pattern})`,
  settled: (selection) => `${selection} LIMIT 18446744073709551615`,
  calls: {
    trim: (value) => `REGEXP_REPLACE(${value}, '^[[:cntrl:] ]+|[[:cntrl:] ]+$', '')`,
    sum: (value, window = "") =>
      `COALESCE(CAST(SUM(CAST(${value} AS DECIMAL(65, 8))) ${window} AS DOUBLE), 0)`,
    concat: (...args) => `CONCAT(${args.join(", ")})`,
    length: (value) => `CHAR_LENGTH(${value})`,
    // Other collations take "a" for "A".
    toText: (value) => `(CONVERT(CAST(${value} AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin)`,
    wholeToText: (value) =>
      `(CONVERT(CAST(CAST(${value} AS SIGNED) AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin)`,
    digest: (value) => `(CONVERT(MD5(${value}) USING utf8mb4) COLLATE utf8mb4_bin)`,
    digestNumber: (value) => `CAST(CAST(CONV(SUBSTR(MD5(${value}), 1, 12), 16, 10) AS UNSIGNED) AS DOUBLE)`,
    momentToMs: (value) => `FLOOR(CAST(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${value}) AS DOUBLE) / 1000)`,
    dayToMs: (value) => `CAST(TIMESTAMPDIFF(SECOND, '1970-01-01', ${value}) AS DOUBLE) * 1000`,
  },
};
