import { InputError } from "../../errors";
import { IdList, personAlike, refuseShortened, withoutFloat } from "../../transactions/lines/id-list";
import { isNobody, longestNobody, nobodyWords } from "../../transactions/profiles/nobody";
import {
  all,
  any,
  call,
  choose,
  column,
  type Expression,
  equal,
  isOneOf,
  matches,
  noText,
  not,
  number,
  renamed,
  text,
} from "../plan/expressions";
import type { Rows } from "../plan/relations";
import type { Asker } from "./ask";

/** Most ids whose spelling is looked at, and most that may be respelled by a list in the statement. */
const mostLookedAt = 1_000_000;
const mostRenamed = 500;

/** How the texts of a column become ids. */
export interface Ids {
  /** The id of a row; missing if its text stands for none. */
  readonly id: Expression;
  /** Texts that stand for none, by `isNobody`. */
  readonly guests: readonly string[];
  readonly missing: readonly string[];
}

/** A word for no one, however it is written. */
function isWordForNone(value: Expression): Expression {
  const ascii = nobodyWords.filter((word) => /^[ -~]+$/.test(word));
  const spelled = call("lower", value);
  return any(
    isOneOf(spelled, ascii),
    all(
      matches(value, "[_ ]"),
      isOneOf(
        spelled,
        ascii.flatMap((word) => (word.includes(" ") ? [word.replaceAll(" ", "_")] : [])),
      ),
    ),
    all(matches(value, "([ _]{2}|^_|_$)"), call("<=", call("length", value), number(longestNobody))),
    all(not(matches(value, "^[ -~]*$")), call("<=", call("length", value), number(longestNobody))),
  );
}

/** An address of plain characters, which is compared in lower case. */
const plainAddress = "^[!#-&(-;=?-~]+@[!#-&(-;=?-~]+$";

/** Without the case of plain addresses. */
function unified(value: Expression): Expression {
  const isPlain = all(matches(value, plainAddress), not(matches(value, "^[Mm][Aa][Ii][Ll][Tt][Oo]:")));
  return choose([[isPlain, call("lower", value)]], value);
}

/** Texts that may mean no one, or the same as another text: all others are ids as they are. */
function mayBeOdd(value: Expression): Expression {
  return any(
    isWordForNone(value),
    matches(value, "^-?[0-9]+([.]0+|,00?)$"),
    matches(value, "^[0-9]{1,3}([^0-9A-Za-z][0-9]{3})+$"),
    matches(value, "^[0-9]([.,][0-9]+)? ?[Ee][+][0-9]+$"),
    matches(value, "^0[0-9]"),
    matches(value, "^['\"]"),
    matches(value, "  "),
    not(matches(value, "^[ -~]*$")),
    all(matches(value, "@"), not(matches(value, plainAddress))),
    matches(value, "^[Mm][Aa][Ii][Ll][Tt][Oo]:"),
    matches(value, "^(guest|gast|invit|ospite|anonym|no|do|null|na|n[.]|unknown|walk|kein)[^@]*@"),
  );
}

/** Of numbers and codes: only words for none and floats are odd. */
function mayBeOddCode(value: Expression): Expression {
  return any(
    isWordForNone(value),
    matches(value, "^-?[0-9]+([.]0+|,00?)$"),
    matches(value, "^[0-9]([.,][0-9]+)? ?[Ee][+][0-9]+$"),
  );
}

/**
 * Asks which texts of a column are not plainly ids, and has the local reader decide what they are. Throws InputError if
 * a spreadsheet has shortened them, or if too many must be respelled. `word`: only a blank stands for none.
 */
export async function settleIds(
  ask: Asker,
  rows: Rows,
  name: string,
  kind: "person" | "code" | "word",
  options: {
    readonly guests?: readonly string[] | undefined;
    /** Texts that are ids in spite of being words for none. */
    readonly standing?: (odd: ReadonlyMap<string, number>) => Promise<ReadonlySet<string>>;
    readonly column: string;
    readonly whose: string;
  },
): Promise<Ids> {
  const value = column(name);
  const spelled = kind === "person" ? unified(value) : value;
  const isOdd = kind === "person" ? mayBeOdd(spelled) : mayBeOddCode(spelled);
  const asked = rows
    .group({ id: spelled }, { rows: call("count") })
    // Each id is looked at once, however many rows it has.
    .where(kind === "person" ? mayBeOdd(column("id")) : mayBeOddCode(column("id")))
    .first(mostLookedAt + 1, "id");
  const odd = new Map(
    (await ask.rows(asked, "id", "rows")).map(({ id, rows: count }) => [String(id), Number(count)]),
  );
  if (odd.size > mostLookedAt)
    throw new InputError(
      `More than ${mostLookedAt.toLocaleString("en")} values of ${JSON.stringify(options.column)} have unusual characters. Write them alike in the query.`,
    );
  const standing = (await options.standing?.(odd)) ?? new Set<string>();
  const names = new Map<string, string | null>();
  const guests: string[] = [];
  const missing: string[] = [""];
  for (const id of odd.keys()) {
    const none = isNobody(id, options.guests);
    const isNone =
      kind === "person"
        ? none !== null && !standing.has(id)
        : none === "missing" && (kind === "code" || id === "");
    const alike = isNone ? null : kind === "person" ? personAlike(id) : withoutFloat(id);
    if (isNone && id !== "") (none === "guest" ? guests : missing).push(id);
    if (alike !== id) names.set(id, alike);
  }
  names.delete("");
  const ids = [...odd.keys()].flatMap((id) => names.get(id) ?? (names.has(id) ? [] : [id]));
  refuseShortened(IdList.ofTexts(ids), options.column, options.whose);
  if (names.size > mostRenamed) {
    const [[from, to]] = [...names] as [[string, string | null]];
    throw new InputError(
      `${names.size.toLocaleString("en")} values of ${JSON.stringify(options.column)} have to be written in another way, such as ${JSON.stringify(from)} as ${JSON.stringify(to ?? "")}. Do so in the query, with a cast or with lower(trim(…)).`,
    );
  }
  const id = names.size === 0 ? spelled : choose([[isOdd, renamed(spelled, names)]], spelled);
  return { id: choose([[equal(spelled, text("")), noText]], id), guests, missing };
}
