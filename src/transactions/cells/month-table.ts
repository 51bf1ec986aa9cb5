import { plainWord } from "./month-names";

/** The languages in the engine's calendar, with scripts and countries that name months differently. */
const languages =
  "af agq ak am ar as asa ast az ba bal bas be bem bez bg bgc bho blo bm bn bo br brx bs bua ca ccp ce ceb cgg chr ckb cs csw cv cy da dav de dje doi dsb dua dyo dz ebu ee el en eo es et eu ewo fa ff fi fil fo fr fur fy ga gaa gd gl gsw gu guz gv ha haw he hi hr hsb hu hy ia id ie ig ii is it ja jgo jmc jv ka kab kam kde kea kgp khq ki kk kkj kl kln km kn ko kok ks ksb ksf ksh ku kw kxv ky lag lb lg lij lkt lmo ln lo lrc lt lu luo luy lv mai mas mer mfe mg mgh mgo mi mk ml mn mni mr ms mt mua my mzn naq nb nd nds ne nl nmg nn nnh no nqo nso nus nyn oc om or os pa pcm pl pms prg ps pt qu raj rm rn ro rof ru rw rwk sa sah saq sat sbp sc scn sd se seh ses sg sh shi shn si sk sl smn sn so sq sr st su sv sw syr szl ta te teo tg th ti tk tn to tok tr tt twq tyv tzm ug uk ur uz vai vec vi vmw vun wae wo xh xnr xog yav yi yo yrl yue za zgh zh zu " +
  "de-AT en-AU en-CA en-GB es-MX es-PE fr-CA it-CH pt-PT sr-Latn sr-Latn-ME bs-Cyrl uz-Cyrl az-Cyrl ar-DZ ar-IQ ar-MA ar-SY ar-TN zh-Hant pa-Arab ur-IN ro-MD se-FI ff-Adlm kk-Arab shi-Latn vai-Latn yo-BJ";

/** Languages of many shops: if one of these knows a name, smaller ones are not asked. */
const widespread = new Set(
  "ar az be bg bn bs ca cs da de de-AT el en es et fa fi fil fr gl he hi hr hu hy id is it ja ka kk km ko lt lv mk ms nb nl nn no pl pt pt-PT ro ru sk sl sq sr sr-Latn sv th tr uk ur uz vi zh zh-Hant".split(
    " ",
  ),
);

/** Language → month, 1 to 12. */
export type MonthByLanguage = ReadonlyMap<string, number>;

interface Names {
  readonly months: ReadonlyMap<string, MonthByLanguage>;
  readonly weekdays: ReadonlySet<string>;
}

let names: Names | null = null;

/**
 * The months that a name, as `plainName` writes it, stands for in each language of `Intl` that has it in full,
 * abbreviated, or cut to three letters or more. Empty if none has. The first call takes about half a second to build
 * the table.
 */
export function monthsOfName(name: string): MonthByLanguage {
  names ??= readNames();
  return names.months.get(name) ?? noMonths;
}

/** Whether a word, as `plainName` writes it, is a weekday in a language of `Intl`. */
export function isWeekdayName(word: string): boolean {
  names ??= readNames();
  return names.weekdays.has(word);
}

/**
 * The month of each of `undecided`, 0 if nothing settles it: its month in the languages that know most of the column's
 * `words` (both as `plainName` writes them), if these agree. Widespread languages go first.
 */
export function decideMonths(undecided: readonly string[], words: ReadonlySet<string>): Uint8Array {
  const known = new Map<string, number>();
  for (const word of words)
    for (const language of monthsOfName(word).keys()) known.set(language, (known.get(language) ?? 0) + 1);
  return Uint8Array.from(undecided, (name) => {
    const months = [...monthsOfName(name)];
    const most = Math.max(...months.map(([language]) => known.get(language) ?? 0));
    return agreed(months.filter(([language]) => (known.get(language) ?? 0) === most));
  });
}

/** The one month that a name means in all languages, or in all widespread ones that have it; 0 if several or none. */
export function onlyMonthOf(months: MonthByLanguage): number {
  return agreed([...months]);
}

/** The month on which the widespread languages agree, or all if none of them has it; 0 if they differ. */
function agreed(months: readonly (readonly [string, number])[]): number {
  const spread = months.filter(([language]) => widespread.has(language));
  const distinct = new Set((spread.length > 0 ? spread : months).map(([, month]) => month));
  return distinct.size === 1 ? [...distinct][0]! : 0;
}

/** Words between the parts of a date, or before its time: articles, "of", "at", "o'clock", "year", "day". */
const idleWords = new Set(
  "de del d of the st nd rd th di den die der dem el le la a at um am kl klo klockan om uhr o oclock в во г году года об ob alle ore ora as las los u y på pa dne dia dhen mh tag nam m dienos metu gada e i em er re eme h hs hrs hr ko kell saat pukul stis στις at ate ngay ngay ag aig i s ko".split(
    " ",
  ),
);

/** A month name as in the table: lower case, without accents, dots and the little words around it. */
export function plainName(text: string): string {
  const words =
    plainWord(text)
      .replace(/[.'’`´॰]/g, "")
      .match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.filter((word) => !idleWords.has(word)).join(" ");
}

const noMonths: MonthByLanguage = new Map();

function readNames(): Names {
  const months = new Map<string, Map<string, number>>();
  const weekdays = new Set<string>();
  for (const language of Intl.DateTimeFormat.supportedLocalesOf(languages.split(" "))) {
    const exact = new Map<string, number>();
    const prefixes = new Map<string, number>();
    for (const style of ["long", "short"] as const) {
      for (const day of [undefined, "numeric"] as const) {
        for (const [name, month] of formatted(language, { month: style, day }, "month")) {
          add(exact, name, month);
          const letters = [...name];
          for (let length = 3; length < letters.length; length++)
            add(prefixes, letters.slice(0, length).join(""), month);
        }
      }
      for (const [name] of formatted(language, { weekday: style }, "weekday")) weekdays.add(name);
    }
    for (const [name, month] of new Map([...prefixes, ...exact])) {
      if (month === 0) continue;
      months.set(name, (months.get(name) ?? new Map<string, number>()).set(language, month));
    }
  }
  return { months, weekdays };
}

/** Notes that a name is this month; 0 if it means two. */
function add(table: Map<string, number>, name: string, month: number): void {
  const known = table.get(name);
  table.set(name, known === undefined || known === month ? month : 0);
}

/**
 * Names with their numbers, 1 to 12, for twelve days a month and a weekday apart, if the language has words for them.
 */
function formatted(
  language: string,
  options: Intl.DateTimeFormatOptions,
  type: "month" | "weekday",
): [string, number][] {
  const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { ...options, timeZone: "UTC" });
  return Array.from({ length: type === "month" ? 12 : 7 }, (_, i) => {
    const parts = format.formatToParts(Date.UTC(2023, type === "month" ? i : 0, 5 + i));
    const at = parts.findIndex((part) => part.type === type);
    // Basque adds its case ending to the name as a separate part.
    const value = at < 0 ? "" : parts[at]!.value + (/^\p{L}+/u.exec(parts[at + 1]?.value ?? "")?.[0] ?? "");
    return [/\d/.test(value) ? "" : plainName(value), i + 1] as [string, number];
  }).filter(([name]) => name !== "");
}
