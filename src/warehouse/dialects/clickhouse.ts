import { quotedName } from "./quoting";
import type { Words } from "./words";

const text = (value: string) =>
  `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\0", "\\0")}'`;
const float = (value: string) => `toFloat64(${value})`;

export const clickhouse: Words = {
  name: (name) => quotedName(name, "`").replaceAll("\\", "\\\\"),
  text,
  types: { text: "Nullable(String)", number: "Nullable(Float64)" },
  matches: (value, pattern) => `match(${value}, ${pattern})`,
  settled: (selection) => `${selection} LIMIT 9223372036854775807`,
  calls: {
    digitsToNumber: (value) => `toFloat64OrNull(${value})`,
    trim: (value) => `replaceRegexpAll(${value}, '^[\\\\x01-\\\\x20]+|[\\\\x01-\\\\x20]+$', '')`,
    sum: (value, window = "") =>
      `coalesce(${float(`sum(CAST(${value} AS Nullable(Decimal(38, 8)))) ${window}`)}, 0)`,
    count: (value = "*", window = "") => float(`count(${value === "*" ? "" : value}) ${window}`),
    countDistinct: (value) => float(`uniqExact(${value})`),
    concat: (...args) => `concat(${args.join(", ")})`,
    part: (value, start, length) => `substringUTF8(${value}, ${start}, ${length})`,
    length: (value) => float(`lengthUTF8(${value})`),
    digest: (value) => `lower(hex(MD5(${value})))`,
    digestNumber: (value) =>
      float(`reinterpretAsUInt64(reverse(unhex(concat('0000', substring(hex(MD5(${value})), 1, 12)))))`),
    wholeToText: (value) => `CAST(CAST(${value} AS Nullable(Int64)) AS Nullable(String))`,
    momentToMs: (value) => float(`toUnixTimestamp64Milli(toDateTime64(${value}, 3, 'UTC'))`),
    dayToMs: (value) => float(`toInt32(toDate32(${value}))`).concat(" * 86400000"),
  },
};
