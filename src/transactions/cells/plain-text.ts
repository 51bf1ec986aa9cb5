/** Invisible marks: direction (as `toLocaleString` adds it), byte order, joiners. */
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
/** Text that needs no cleaning except blanks at the ends. */
const isPlain = /^(?:(?! {2})[ !#-%(-~€£₹])*$/;
const wideSigns: Readonly<Record<string, string>> = { "￡": "£", "￥": "¥", "￦": "₩", "￠": "¢" };
const entities: Readonly<Record<string, string>> = {
  ...{ nbsp: " ", thinsp: " ", ensp: " ", emsp: " ", quot: '"', apos: "'", amp: "&", minus: "-" },
  ...{ euro: "€", pound: "£", yen: "¥", cent: "¢", lrm: "", rlm: "" },
};

/**
 * A cell's text cleaned up: HTML entities, quotes around it, Excel's `="…"` and leading apostrophe, invisible marks,
 * no-break and other special blanks, full-width and other scripts' digits, dashes used as a minus.
 */
export function plainText(text: string): string {
  if (isPlain.test(text)) return text.trim();
  let plain = text.includes("&") ? text.replace(/&(#?\w{1,8});/g, unescaped) : text;
  plain = plain
    .replace(invisible, "")
    // Not by compatibility: the footnote of "12¹" is no digit.
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[￠￡￥￦]/g, (wide) => wideSigns[wide]!)
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63]/g, "-")
    .replace(/\s+/g, " ")
    .replace(/[^\P{Nd}0-9]/gu, digit)
    .trim();
  const quoted = /^=?(?:"+([^"]*)"+|“([^”]*)”|'([^']*)')$/.exec(plain);
  if (quoted !== null) plain = (quoted[1] ?? quoted[2] ?? quoted[3])!.trim();
  return plain.replace(/^['’`](?=[\d+\-.,(])/, "");
}

function unescaped(entity: string, name: string): string {
  if (!name.startsWith("#")) return entities[name.toLowerCase()] ?? entity;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;
}

/** The ASCII digit of a decimal digit in any script: Unicode has each script's ten in a row. */
function digit(character: string): string {
  let code = character.codePointAt(0)!;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
    code--;
    value++;
  }
  return String(value);
}
