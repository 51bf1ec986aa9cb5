import { monthOfName } from "./month-names";
import { isWeekdayName, type MonthByLanguage, monthsOfName, onlyMonthOf, plainName } from "./month-table";
import { plainText } from "./plain-text";
import { zoneOffset } from "./zone-names";

/** A date in the plain notation that `DateParser` reads from bytes. */
interface PlainDate {
  readonly text: string;
  /** Where the month is named: its name (`plainName`); `text` has the first month it can be. */
  readonly name: string | null;
  readonly months: MonthByLanguage | null;
}

const longest = 80;
const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const monthCodes = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
/** A time with its marks; seconds and their fraction may follow. */
const clock = /(?<![\d:.])(\d{1,2})(?::| ?h ?(?=\d))(\d{2})(?:[:m](\d{2}))?(?:[.,:](\d{1,9}))?[sh]?(?![\d])/i;
const numericDate = /^(\d{1,4}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{1,4})\.?$/;
/** The same with dots, last in the text and after a blank. */
const dottedClock = /(?<=[\d.,)\p{L}] )(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?: ?uhr)?$/iu;
const forenoon =
  /(?:上午|午前|早上|오전|\böö\b|(?<!\p{L})π\.? ?μ\.?|(?<!\p{L})ص(?!\p{L})|(?<![a-z])a\.? ?m\.?(?![a-z]))/iu;
const afternoon =
  /(?:下午|午後|晚上|오후|\bös\b|(?<!\p{L})μ\.? ?μ\.?|(?<!\p{L})م(?!\p{L})|(?<![a-z])p\.? ?m\.?(?![a-z]))/iu;

/**
 * Rewrites a date that people or programs write in words, other scripts or with marks around it; null where the text is none or
 * cannot be put more plainly. Whether the day exists is left to the parser. `languages`: the only ones whose names of months are looked
 * up; null for all.
 */
export function plainDate(text: string, languages: ReadonlySet<string> | null): PlainDate | null {
  if (text.length > longest || !/\p{Nd}/u.test(text)) return null;
  const plain = plainText(text).replaceAll("،", ",");
  const counted = inner(plain) ?? count(plain);
  if (counted !== null) return { text: counted, name: null, months: null };
  const { date, time } = split(asNumbers(plain));
  const numeric = numericDate.exec(numericDate.test(date) ? date : withoutIdleWords(date));
  if (numeric !== null) {
    const [, first, separator, second, third] = numeric;
    return { text: `${first}${separator}${second}${separator}${third}${time}`, name: null, months: null };
  }
  return named(date, time, languages) ?? (plain === text ? null : { text: plain, name: null, months: null });
}

/** What `/Date(1323435000000+0100)/` of .NET, `ISODate("…")` and `{"$date":"…"}` of MongoDB hold. */
function inner(text: string): string | null {
  const match =
    /^(?:\\?\/Date\((\d+)(?:[+-]\d{4})?\)\\?\/|(?:ISO|new )?Date\("?([^"]*)"?\)|\{ ?"\$date" ?: ?"?([^"{}]*)"? ?\})$/.exec(
      text,
    );
  return match === null ? null : (match[1] ?? match[2] ?? match[3])!.trim();
}

/** A count in scientific notation with enough digits that no second is lost, as one of digits alone; a day with a zone. */
function count(text: string): string | null {
  if (/^\d\.\d{7,15}e\+?(?:9|09|1[0-8])$/i.test(text)) return String(Math.trunc(Number(text)));
  return /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:?\d{2})$/.exec(text)?.[1] ?? null;
}

/** `2023年1月12日 13時15分`, `2023년 1월 12일`, `12 tháng 1, 2023` with numbers and marks only. */
function asNumbers(text: string): string {
  return text
    .replace(/(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日日일號号]?/, "$1-$2-$3 ")
    .replace(/^(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.(?= |$)/, "$1-$2-$3 ")
    .replace(
      /(\d{1,2}) ?[時时點点시] ?(\d{1,2}) ?[分분](?: ?(\d{1,2}) ?[秒초])?/,
      (_, hour, minute, second) =>
        [hour, minute, ...(second === undefined ? [] : [second])]
          .map((part) => part.padStart(2, "0"))
          .join(":"),
    )
    .replace(/(\d{1,2}),? (?:thg|tháng) (\d{1,2})(?:,| năm)? (\d{4})/iu, "$3-$2-$1");
}

/** The day, and the time that goes behind it (a blank first; empty where there is none). */
function split(text: string): { date: string; time: string } {
  const match = clock.exec(text) ?? dottedClock.exec(text);
  if (match === null) return { date: text, time: "" };
  const [whole, hour, minute, second, fraction] = match;
  const { before, after, half } = halfOfDay(
    text.slice(0, match.index),
    text.slice(match.index + whole.length),
  );
  const { zone, rest } = zoneOf(after);
  // "13:15 12 Jan 2023" and "Thu Jan 12 13:15:00 PST 2023" have parts of the day behind the time, then maybe a zone.
  const trailing = zone === "" ? /^(.*\d) ([A-Z]{1,5}|[+-]\d{2}:?\d{2})$/.exec(rest) : null;
  const date = `${before.trim()} ${trailing?.[1] ?? rest}`.replace(/[(,\s]+$/, "").trim();
  const seconds = second === undefined ? "" : `:${second}${fraction === undefined ? "" : `.${fraction}`}`;
  return { date, time: ` ${hour}:${minute}${seconds}${half} ${trailing?.[2] ?? zone}`.trimEnd() };
}

/** Takes "a.m.", "下午" and their like from around a time: `half` is " AM", " PM" or nothing. */
function halfOfDay(before: string, after: string): { before: string; after: string; half: string } {
  const near = before.slice(-8);
  for (const [pattern, half] of [
    [forenoon, " AM"],
    [afternoon, " PM"],
  ] as const) {
    if (pattern.test(after)) return { before, after: after.replace(pattern, ""), half };
    if (pattern.test(near)) return { before: before.slice(0, -8) + near.replace(pattern, ""), after, half };
  }
  return { before, after, half: "" };
}

/** The zone at the start of what follows a time, and the rest. */
function zoneOf(after: string): { zone: string; rest: string } {
  const parts: string[] = [];
  let rest = after.replace(/^[ .)]*(?:uhr|o'?clock|hrs?)?\b/i, "").trim();
  for (;;) {
    const part = /^(?:[+-]\d{1,2}:?(?:\d{2})?(?!\d)|[([][^)\]]*[)\]]|[A-Za-z]+(?:\/[A-Za-z_/+-]+)?)/.exec(
      rest,
    )?.[0];
    if (part === undefined) break;
    if (/^[A-Za-z]+$/.test(part) && zoneOffset(part) === undefined) break;
    parts.push(part);
    rest = rest.slice(part.length).trim();
  }
  return { zone: parts.join(""), rest };
}

/** A date in numbers less the weekday and the little words around it. */
function withoutIdleWords(date: string): string {
  if (!/\d ?([./-]) ?\d{1,2} ?\1 ?\d/.test(date)) return date;
  return date
    .replace(/\(?[\p{L}\p{M}]+[.']*\)?,?/gu, (word) => (isIdle(word) ? " " : word))
    .replace(/ +/g, " ")
    .trim()
    .replace(/,$/, "");
}

function isIdle(word: string): boolean {
  const name = plainName(word);
  return name === "" || isWeekdayName(name);
}

/** A day and a year beside a month's name, in any order and with weekdays and little words between. */
function named(date: string, time: string, languages: ReadonlySet<string> | null): PlainDate | null {
  const numbers = date.match(/\d+/g) ?? [];
  if (numbers.length !== 2 || /[^\p{L}\p{M}\d\s.,/()'’`´॰º°-]/u.test(date)) return null;
  const [first, second] = numbers as [string, string];
  const yearFirst = first.length === 4;
  const [day, year] = yearFirst ? [second, first] : [first, second];
  // The table of names is not made for "12 PENCILS AND 24 PENS".
  if (day.length > 2 || !/^(?:1[89]|2\d)\d\d$/.test(year)) {
    if (!/^\d{1,2}[\s.,/-]*[^\s\d]+[\s.,/-]*\d{2}$/.test(date)) return null;
  }
  const words = plainName(date.replace(/\d+/g, " "))
    .split(" ")
    .filter((word) => word !== "");
  if (words.length === 0 || words.length > 6) return null;
  const found = monthAmong(words, languages);
  if (found === null) return null;
  // Of a month that is still open the longest reading is taken, so that its 31st is a day.
  const month = onlyMonthOf(found.months) || longestOf(found.months.values());
  const western =
    year.length === 4 && found.months.has("th") && Number(year) > 2400 ? String(Number(year) - 543) : year;
  return { text: `${day} ${monthCodes[month - 1]} ${western}${time}`, ...found };
}

function longestOf(months: Iterable<number>): number {
  return [...months].reduce((a, b) => (longestMonths[b - 1]! > longestMonths[a - 1]! ? b : a));
}

/** The run of words that names a month, if all other words are weekdays. */
function monthAmong(
  words: readonly string[],
  languages: ReadonlySet<string> | null,
): { name: string; months: MonthByLanguage } | null {
  for (let length = words.length; length > 0; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      const name = words.slice(from, from + length).join(" ");
      const others = [...words.slice(0, from), ...words.slice(from + length)];
      const common = monthOfName(name);
      const known = common > 0 ? new Map([["", common]]) : monthsOfName(name);
      const months =
        languages === null ? known : new Map([...known].filter(([language]) => languages.has(language)));
      if (months.size > 0 && others.every((word) => isWeekdayName(word))) return { name, months };
    }
  }
  return null;
}
