import {
  all,
  any,
  call,
  choose,
  type Expression,
  equal,
  matches,
  noNumber,
  not,
  number,
  text,
} from "../plan/expressions";

const day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const time = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?";
const zone = " ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})";

/**
 * The moment of a text in ISO form, milliseconds since 1970, missing for any other text: worked out from its digits,
 * since engines that cast a text to a date stop at the first one that is none. A moment without a zone is one of UTC.
 */
export function isoMoment(value: Expression): Expression {
  const isIso = matches(value, `^${day}([T ]${time}(${zone})?)?$`);
  const isDay = call("<=", digits(value, 9, 2), longestMonth(value));
  const moment = sum(times(daysSince1970(value), 86_400_000), clock(value), shift(value));
  return choose([[isIso, choose([[isDay, moment]], noNumber)]], noNumber);
}

const digits = (value: Expression, start: number, length: number) =>
  call("digitsToNumber", call("part", value, number(start), number(length)));
const sum = (...parts: readonly Expression[]) => parts.reduce((a, b) => call("+", a, b));
const times = (a: Expression, by: number) => call("*", a, number(by));
const whole = (a: Expression, by: number) => call("floor", call("/", a, number(by)));

/** Days, with years that begin in March (Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
function daysSince1970(value: Expression): Expression {
  const month = digits(value, 6, 2);
  const isEarly = call("<=", month, number(2));
  const year = call("-", digits(value, 1, 4), choose([[isEarly, number(1)]], number(0)));
  const sinceMarch = call("+", month, choose([[isEarly, number(9)]], number(-3)));
  return sum(
    times(year, 365),
    whole(year, 4),
    call("-", whole(year, 400), whole(year, 100)),
    whole(call("+", times(sinceMarch, 153), number(2)), 5),
    digits(value, 9, 2),
    number(-719_469),
  );
}

/** Milliseconds of the day. */
function clock(value: Expression): Expression {
  const minutes = sum(times(digits(value, 12, 2), 3_600_000), times(digits(value, 15, 2), 60_000));
  const fraction = [3, 2, 1].map(
    (places) =>
      [
        matches(value, `^.{19}[.][0-9]{${places}}`),
        times(digits(value, 21, places), 10 ** (3 - places)),
      ] as const,
  );
  return choose(
    [
      [
        matches(value, "^.{16}:"),
        sum(minutes, times(digits(value, 18, 2), 1000), choose(fraction, number(0))),
      ],
      [matches(value, "^.{11}[0-9]"), minutes],
    ],
    number(0),
  );
}

/** Milliseconds from the text's zone to UTC. */
function shift(value: Expression): Expression {
  const fromEnd = (back: number, length: number) =>
    call("part", value, call("-", call("length", value), number(back - 1)), number(length));
  const offset = (back: number) => {
    const [hours, minutes] = [fromEnd(back - 1, 2), fromEnd(2, 2)].map((part) =>
      call("digitsToNumber", part),
    );
    const ahead = sum(times(hours!, -3_600_000), times(minutes!, -60_000));
    return choose([[equal(fromEnd(back, 1), text("-")), times(ahead, -1)]], ahead);
  };
  return choose(
    [
      [matches(value, "^.{16}.*[+-][0-9]{2}:[0-9]{2}$"), offset(6)],
      [matches(value, "^.{16}.*[+-][0-9]{4}$"), offset(5)],
    ],
    number(0),
  );
}

/** Days of the text's month. */
function longestMonth(value: Expression): Expression {
  const year = digits(value, 1, 4);
  const isMultiple = (of: number) => equal(year, times(whole(year, of), of));
  const isLeap = any(isMultiple(400), all(isMultiple(4), not(isMultiple(100))));
  return choose(
    [
      [all(matches(value, "^.{5}02"), isLeap), number(29)],
      [matches(value, "^.{5}02"), number(28)],
      [matches(value, "^.{5}(04|06|09|11)"), number(30)],
    ],
    number(31),
  );
}
