import { type Defect, defectsIn } from "../defect";

/** What is told: figures of answers and of pages, money, dates, words. */
export const ANSWERS: readonly Defect[] = [
  ...defectsIn("views/format.ts", "tests/views/format.test.ts", [
    [
      "amounts have no pennies",
      "money: known((value) => (Math.abs(value) >= 100",
      "money: known((value) => (Math.abs(value) >= 0",
    ],
    [
      "long dates are of the server's zone",
      '{ dateStyle: "long", timeZone: "UTC" }',
      '{ dateStyle: "long" }',
    ],
    [
      "dates in tables are of the server's zone",
      '{ dateStyle: "medium", timeZone: "UTC" }',
      '{ dateStyle: "medium" }',
    ],
    [
      "what is not known is NaN",
      "value === null || !Number.isFinite(value) ? MISSING",
      "value === null ? MISSING",
    ],
    ["99.6 % is all", "(value > 0.99 && value < 1)", "(value > 0.999 && value < 1)"],
    ["0.4 % is nothing", "(value > 0 && value < 0.01)", "(value > 0 && value < 0.001)"],
    ["a rise has no sign", 'signDisplay: "exceptZero"', 'signDisplay: "auto"'],
  ]),
  ...defectsIn("views/words/spans.ts", "tests/views/words/spans.test.ts", [
    [
      "a megabyte is 1024 times 1024",
      "Math.floor(Math.log10(bytes) / 3)",
      "Math.floor(Math.log2(bytes) / 10)",
    ],
    [
      "minutes are rounded up",
      "const whole = `${Math.floor(seconds / size)}${name}`;",
      "const whole = `${Math.round(seconds / size)}${name}`;",
    ],
  ]),
  ...defectsIn("views/words/model-metrics.ts", "tests/answers/models.test.ts", [
    [
      "a greater loss is better",
      'if (better === "lower") return b < a;',
      'if (better === "lower") return b > a;',
    ],
    ["a ratio of 1/2 is nearer to 1 than 3/2", "[Math.abs(Math.log(a)), Math.abs(Math.log(b))]", "[a, b]"],
  ]),
  ...defectsIn("views/words/row-account.ts", "tests/views/words/row-account.test.ts", [
    ["shares are of the rows kept", "rows / rows_read)", "rows / rows_kept)"],
  ]),
  ...defectsIn("views/words/job-words.ts", "tests/views/words/job-words.test.ts", [
    ["the step under way is done", "isDone || i < at ?", "isDone || i <= at ?"],
  ]),
  ...defectsIn("views/words/plain-words.ts", "tests/views/words/plain-words.test.ts", [
    [
      "dates in sentences stay as they are in files",
      ".replace(/\\b\\d{4}-\\d{2}-\\d{2}\\b/g, (day) => format.date(day))",
      "",
    ],
  ]),
  ...defectsIn("views/words/backtest-verdict.ts", "tests/views/words/backtest-verdict.test.ts", [
    ["won at none is won at each", 'if (won === 0) return "at none of the test dates";', ""],
  ]),
  ...defectsIn("views/pages/customers/query.ts", "tests/views/pages/customers.test.ts", [
    ["a page of 0 is read", "/^[1-9]\\d{0,7}$/", "/^\\d{1,8}$/"],
  ]),
  ...defectsIn("views/forms/customer-filter.ts", "tests/views/pages/customers.test.ts", [
    [
      "what is not understood is dropped in silence",
      "if (value === undefined) ignored.push(FIELDS[name].words);\n    else {",
      "if (value !== undefined) {",
    ],
    ["shares above 1 are read", "numberBetween(text, 0, 1)", "numberBetween(text, 0, 100)"],
  ]),
  ...defectsIn("views/pages/customers/list.tsx", "tests/views/pages/customers.test.ts", [
    [
      "the second page begins with the first one's last row",
      "(page - 1) * PER_PAGE, page * PER_PAGE",
      "(page - 1) * (PER_PAGE - 1), page * PER_PAGE",
    ],
    [
      "a page beyond the last is empty",
      "const page = Math.min(question.page, last);",
      "const page = question.page;",
    ],
  ]),
  ...defectsIn("views/components/table.tsx", "tests/views/components/table.test.tsx", [
    [
      "a figure that is missing is an empty cell",
      "if (value === null || value === undefined) return MISSING;",
      'if (value === null || value === undefined) return "";',
    ],
    ["a decimal loses its digits", "format.decimal(value, digits)", "format.decimal(value)"],
  ]),
  ...defectsIn("src/pipeline/harmless-text.ts", "tests/pipeline/harmless-text.test.ts", [
    ["full-width signs begin a formula", "＝＋－＠", ""],
    ["a tab begins a formula", "\\t\\r\\n\\0＝", "\\r\\n\\0＝"],
  ]),
  ...defectsIn(
    "src/answers/audience.ts",
    ["tests/answers/audience.test.ts", "tests/views/pages/audience.test.ts"],
    [
      ["those whom a contact does not pay for are chosen", "everyone ? rows : payers()", "rows"],
      [
        "the worst are kept",
        "keepBest(candidates, advice.gain, most)",
        "keepBest(candidates, advice.gain.map((gain) => -gain), most)",
      ],
      ["the best number has no profit of its own", "if (next > 0) customers = i + 1;", "customers = i + 1;"],
      [
        "unknown gains are a gap in the ladder",
        "profit.filter((value) => !Number.isNaN(value)).sort()",
        "profit.slice().sort()",
      ],
    ],
  ),
  ...defectsIn(
    "src/answers/customer-selection.ts",
    ["tests/answers/customer-selection.test.ts"],
    [["a bound leaves out its own value", "values[row]! <= most", "values[row]! < most"]],
  ),
  ...defectsIn("src/answers/overdue.ts", "tests/answers/overdue.test.ts", [
    ["the least is first", "value[b]! - value[a]! || a - b", "value[a]! - value[b]! || a - b"],
    ["customers in time are late", "overdue[row]! > 0 && value[row]! > 0", "value[row]! > 0"],
  ]),
  ...defectsIn("src/answers/ranked-rows.ts", "tests/answers/ranked-rows.test.ts", [
    [
      "unknown values come first",
      "Number.isNaN(own) ? Infinity : own",
      "Number.isNaN(own) ? -Infinity : own",
    ],
    [
      "equal values are in any order",
      "value[a]! - value[b]! || place[a]! - place[b]!",
      "value[a]! - value[b]! || place[b]! - place[a]!",
    ],
  ]),
  ...defectsIn("src/answers/monthly-sales.ts", "tests/answers/monthly-sales.test.ts", [
    [
      "revenue of the first month is of returning customers",
      "if (monthsSince === 0) sum.newRevenue",
      "if (monthsSince === 1) sum.newRevenue",
    ],
    ["a month that is not over looks finished", "sum.unfinished ||= unfinished === true;", ""],
  ]),
  ...defectsIn("src/answers/cohort-triangle.ts", "tests/answers/cohort-triangle.test.ts", [
    [
      "the average counts cohorts and not customers",
      "cells[since]!.customers, 0) / all;",
      "cells[since]!.retention, 0) / finished.length;",
    ],
    [
      "months that are not over lower the average",
      "cells[since] && !cells[since].isUnfinished",
      "cells[since]",
    ],
  ]),
  ...defectsIn("src/answers/decision.ts", "tests/answers/models.test.ts", [
    [
      "costs are exchanged",
      "missed * missedChurner + table.false_positives[i]! * falseAlarm",
      "missed * falseAlarm + table.false_positives[i]! * missedChurner",
    ],
    [
      "precision is recall",
      "precision: share(foundLeavers, falseAlarms)",
      "precision: share(foundLeavers, missedLeavers)",
    ],
  ]),
  ...defectsIn("src/answers/what-if.ts", "tests/answers/what-if.test.ts", [
    ["one order has a gap", "orders > 1 ? moved.avg_interpurchase_days : 0", "moved.avg_interpurchase_days"],
  ]),
  ...defectsIn("src/answers/migration.ts", "tests/answers/migration.test.ts", [
    ["who left is not told", "if (stayed[row] === 0) add(", "if (stayed[row] === 2) add("],
    [
      "those who stayed have moved",
      "from !== null && to !== null && from !== to",
      "from !== null && to !== null",
    ],
  ]),
  ...defectsIn("src/answers/segment-figures.ts", "tests/answers/segment-figures.test.ts", [
    ["one at even odds stays", "churn[i]! >= LIKELY_TO_LEAVE", "churn[i]! > LIKELY_TO_LEAVE"],
  ]),
  ...defectsIn("src/answers/shop-figures.ts", "tests/answers/shop-figures.test.ts", [
    [
      "the quarter before has this quarter in it",
      'total(customers.numbers("spend_180d")) - revenue90',
      'total(customers.numbers("spend_180d"))',
    ],
    [
      "customers of unknown risk are healthy",
      "else if (churn[i]! < LIKELY_TO_LEAVE) healthy++;",
      "else healthy++;",
    ],
  ]),
  ...defectsIn(
    "src/models/contact/action-value.ts",
    [
      "tests/models/contact/gain.test.ts",
      "tests/models/contact/action-value.test.ts",
      "tests/models/next-order/customer-outlook.test.ts",
    ],
    [
      [
        "those who stay anyway take no offer",
        "- (1 - probability) * redeemRate * offerCost - contactCost",
        "- contactCost",
      ],
      ["a contact is free", "redeemRate * offerCost - contactCost", "redeemRate * offerCost"],
    ],
  ),
  ...defectsIn("src/models/contact/gain.ts", "tests/models/contact/gain.test.ts", [
    [
      "a range ends below the worst that can be",
      "Math.max(0 - customers * (c + o), expected",
      "Math.max(-Infinity, expected",
    ],
    [
      "two doubts are added and not joined",
      "high: expected + Math.hypot(margins * (high - 1), chance)",
      "high: expected + margins * (high - 1) + chance",
    ],
    ["customers of unknown gain count", "if (Number.isNaN(gain)) continue;\n    const won", "const won"],
  ]),
  ...defectsIn(
    "src/models/next-order/next-order-curve.ts",
    "tests/models/next-order/next-order-curve.test.ts",
    [
      [
        "curves are steps",
        "((data[at + k]! - before) * (t - from)) / (days[k]! - from)",
        "(data[at + k]! - before)",
      ],
      [
        "dates beyond what is known are given",
        "if (median <= DATED_DAYS) out[i] = median;",
        "out[i] = median;",
      ],
    ],
  ),
  ...defectsIn(
    "src/models/next-order/next-order-overdue.ts",
    [
      "tests/models/next-order/next-order-overdue.test.ts",
      "tests/models/next-order/customer-outlook.test.ts",
    ],
    [
      ["weeks are days", "const silenceDays = 7 * (T[i]! - tx[i]!);", "const silenceDays = T[i]! - tx[i]!;"],
      ["half of the customers are late", "const OVERDUE_BELOW = 0.2;", "const OVERDUE_BELOW = 0.5;"],
    ],
  ),
];
