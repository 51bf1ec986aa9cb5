import {
  all,
  call,
  choose,
  equal,
  type Expression,
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
  const digits = (start: number, length: number) =>
    call("digitsToNumber", call("part", value, number(start), number(length)));
  const [y, m, d] = [digits(1, 4), digits(6, 2), digits(9, 2)];
  const sum = (...parts: readonly Expression[]) => parts.reduce((a, b) => call("+", a, b));
  const times = (a: Expression, by: number) => call("*", a, number(by));
  const whole = (a: Expression, by: number) => call("floor", call("/", a, number(by)));
  // Days since 1970, with years that begin in March (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  const isEarly = call("<=", m, number(2));
  const year = call("-", y, choose([[isEarly, number(1)]], number(0)));
  const month = call("+", m, choose([[isEarly, number(9)]], number(-3)));
  const days = sum(
    times(year, 365),
    whole(year, 4),
    call("-", whole(year, 400), whole(year, 100)),
    whole(call("+", times(month, 153), number(2)), 5),
    d,
    number(-719_469),
  );
  const has = (pattern: string) => matches(value, pattern);
  const clock = choose(
    [
      [
        has("^.{16}:"),
        sum(times(digits(12, 2), 3_600_000), times(digits(15, 2), 60_000), times(digits(18, 2), 1000)),
      ],
      [has("^.{11}[0-9]"), sum(times(digits(12, 2), 3_600_000), times(digits(15, 2), 60_000))],
    ],
    number(0),
  );
  const fraction = choose(
    [3, 2, 1].map((places) => [has(`^.{19}[.][0-9]{${places}}`), times(digits(21, places), 10 ** (3 - places))]),
    number(0),
  );
  const fromEnd = (back: number, length: number) =>
    call("part", value, call("-", call("length", value), number(back - 1)), number(length));
  const offset = (hours: number) =>
    choose(
      [
        [
          equal(fromEnd(hours, 1), text("-")),
          sum(
            times(call("digitsToNumber", fromEnd(hours - 1, 2)), 3_600_000),
            times(call("digitsToNumber", fromEnd(2, 2)), 60_000),
          ),
        ],
      ],
      sum(
        times(call("digitsToNumber", fromEnd(hours - 1, 2)), -3_600_000),
        times(call("digitsToNumber", fromEnd(2, 2)), -60_000),
      ),
    );
  const shift = choose(
    [
      [has("^.{16}.*[+-][0-9]{2}:[0-9]{2}$"), offset(6)],
      [has("^.{16}.*[+-][0-9]{4}$"), offset(5)],
    ],
    number(0),
  );
  const isLeap = all(
    equal(call("-", y, times(whole(y, 4), 4)), number(0)),
    not(
      all(
        equal(call("-", y, times(whole(y, 100), 100)), number(0)),
        not(equal(call("-", y, times(whole(y, 400), 400)), number(0))),
      ),
    ),
  );
  const longest = choose(
    [
      [all(equal(m, number(2)), isLeap), number(29)],
      [equal(m, number(2)), number(28)],
      [has("^.{5}(04|06|09|11)"), number(30)],
    ],
    number(31),
  );
  return choose(
    [
      [
        isIso,
        choose(
          [[call("<=", d, longest), sum(times(days, 86_400_000), clock, fraction, shift)]],
          noNumber,
        ),
      ],
    ],
    noNumber,
  );
}
