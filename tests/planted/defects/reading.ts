import { type Defect, defectsIn } from "../defect";

const FORMATS = ["tests/transactions/csv.test.ts", "tests/transactions/formats.test.ts"];
const WORKBOOKS = "tests/transactions/workbooks.test.ts";
const DATES = ["tests/transactions/dates.test.ts", "tests/transactions/odd-dates.test.ts"];
const NUMBERS = ["tests/transactions/numbers.test.ts", "tests/transactions/bad-files.test.ts"];

/** Files: nasty content, dates, numbers, money, what a row is. */
export const READING: readonly Defect[] = [
  ...defectsIn("src/transactions/formats/csv-tokenizer.ts", "tests/transactions/csv.test.ts", [
    ["a bare carriage return does not end a record", "    this.#stops[CR] = 1;\n", ""],
    ["CRLF across two chunks is two records", "if (i === end) this.#skipLf = true;\n        else if", "if"],
    ["a doubled quote stays doubled", "if (this.#doubled.length > 0) this.#undouble(bytes);", ""],
    [
      "text after a closing quote is not noticed",
      "this.#fields.malformed = true;",
      "this.#fields.malformed = false && true;",
    ],
    [
      "a quote that is cut by a chunk closes its field",
      "if (i + 1 >= end && !final) return -1;",
      "",
      "the record then ends with the chunk, and is read again with the next one",
    ],
    [
      "the last record without a line break is lost",
      "return this.#carried === 0 || this.#split(this.#work, this.#carried, true);",
      "return true;",
    ],
    [
      "a record may be as long as the file",
      "if (length > this.limits.maxRecordBytes) throw this.#tooLong();\n    if (length > 0)",
      "if (length > 0)",
    ],
    ["rows with one empty quoted field are dropped", " && bytes[position] !== QUOTE;", ";"],
  ]),
  ...defectsIn(
    "src/transactions/formats/csv-dialect.ts",
    ["tests/transactions/layouts.test.ts", ...FORMATS],
    [
      [
        "sep= is not believed",
        "return { delimiter: divides ? named : detectDelimiter(rest, complete, limits), hasSepLine: true };",
        "return { delimiter: detectDelimiter(rest, complete, limits), hasSepLine: true };",
      ],
      ["a table of one column wins over one of many", "if (width < 2) continue;", "if (width < 1) continue;"],
    ],
  ),
  ...defectsIn(
    "src/transactions/formats/csv.ts",
    ["tests/transactions/layouts.test.ts", "tests/transactions/bad-files.test.ts"],
    [
      ["NUL bytes are read as text", "if (nul < 0) return", "if (nul < 1e9) return"],
      ["data are taken for a header", "if (looksLikeData(cells))", "if (cells.length === 0)"],
    ],
  ),
  ...defectsIn(
    "src/transactions/formats/xlsx-shared-strings.ts",
    [WORKBOOKS, "tests/transactions/formats.test.ts"],
    [
      [
        "of shared rich text only the last run counts",
        "if (inText) text += piece;",
        "if (inText) text = piece;",
      ],
      ["readings of Japanese words are part of the text", "inText = phonetic === 0;", "inText = true;"],
      ["a text of earlier stays in the next", 'if (name === "si") text = "";\n      else', ""],
    ],
  ),
  ...defectsIn("src/transactions/formats/xlsx-parts.ts", "tests/transactions/formats.test.ts", [
    ["a workbook that counts from 1904 says so by a digit alone", '["1", "true"]', '["1"]'],
    ["a workbook that counts from 1900 says so by a word alone", '["1", "true"]', '["1", "true", "0"]'],
  ]),
  ...defectsIn(
    "src/transactions/formats/xlsx-sheet.ts",
    [WORKBOOKS, "tests/transactions/formats.test.ts"],
    [
      ["days since 1904 are days since 1900", "(this.context.date1904 ? epoch1904 : epoch1900)", "epoch1900"],
      ["errors such as #N/A are texts", ' || this.#type === "e"', ""],
      [
        "a cell without a reference goes to the first column",
        "? this.#column + 1 : columnOf(reference)",
        "? 0 : columnOf(reference)",
      ],
      ["column AA is column A", "column = column * 26 + letter;", "column = letter;"],
      [
        "doubles keep their 17 digits",
        'value.length > 15 || value.includes("E")',
        'value.length > 99 || value.includes("E")',
      ],
      ["a hidden row is not told", "if (this.#isHidden) this.hiddenRows++;", ""],
      [
        "FALSE is TRUE",
        'return value === "0" ? "FALSE" : "TRUE";',
        'return value === "0" ? "TRUE" : "TRUE";',
      ],
    ],
  ),
  ...defectsIn(
    "src/transactions/formats/xlsx-styles.ts",
    [WORKBOOKS, "tests/transactions/formats.test.ts"],
    [
      ["a format with a quoted d is a date", '.replace(/"[^"]*"?/g, "")', ""],
      [
        "built-in formats with time are no dates",
        "(format >= 14 && format <= 22)",
        "(format >= 14 && format <= 17)",
      ],
    ],
  ),
  ...defectsIn(
    "src/transactions/formats/cell-text.ts",
    ["tests/transactions/parquet.test.ts", "tests/transactions/json.test.ts"],
    [
      [
        "an integer of 64 bits in a list ends in an error",
        '(typeof part === "bigint" ? String(part) : part)',
        "part",
      ],
      [
        "moments are in local time",
        "value.toISOString();\n  if (value instanceof Uint8Array)",
        "String(value);\n  if (value instanceof Uint8Array)",
      ],
    ],
  ),
  ...defectsIn("src/transactions/formats/parquet-table.ts", "tests/transactions/parquet.test.ts", [
    ["every row group is the first", "    rowStart += rows;\n", ""],
    [
      "rows are numbered from one in each group",
      "recordsOf(columns, rows, rowStart + 2, limits)",
      "recordsOf(columns, rows, 2, limits)",
    ],
    [
      "values of a column that are missing are not noticed",
      "if (values.length !== rowEnd - rowStart)",
      "if (values.length > rowEnd)",
    ],
    [
      "a small file of billions of rows is read",
      "unpacked > limits.maxUnpackRatio * sizeBytes)",
      "unpacked > 1e9 * limits.maxUnpackRatio * sizeBytes)",
    ],
    ["a footer is read whatever it costs", "  await checkFooter(file, limits);\n", ""],
  ]),
  ...defectsIn("src/transactions/formats/parquet-footer.ts", "tests/transactions/parquet.test.ts", [
    ["a schema may have any number of elements", "if (size > this.mostElements)", "if (size > 1e12)"],
    [
      "a schema may be nested without end",
      "if (this.#open.length > MOST_LEVELS)",
      "if (this.#open.length > 1e9)",
    ],
    ["values are not counted", "    this.#values++;\n", ""],
  ]),
  ...defectsIn("src/transactions/formats/json-scanner.ts", "tests/transactions/json.test.ts", [
    ["an escaped quote ends a text", "if (this.#isEscaped) this.#isEscaped = false;\n        else if", "if"],
    [
      "a second list of objects is read too",
      "if (this.#listRecords === 0 && this.records > 0)",
      "if (this.#listRecords < 0 && this.records > 0)",
    ],
    [
      "a file that breaks off is complete",
      "if (this.#depth > 0 || this.#inString)",
      "if (this.#depth > 99 || this.#inString)",
    ],
  ]),
  ...defectsIn("src/transactions/cells/time-of-day.ts", DATES, [
    ["noon is midnight", '(meridiem === "pm" ? 12 * HOUR_MS : 0)', '(meridiem === "pm" ? 0 : 0)'],
    ["zones count the wrong way", "out.ms -= offset;", "out.ms += offset;"],
    [
      "minutes of a zone are dropped",
      "hours * HOUR_MS + minutes * MINUTE_MS : Number.NaN",
      "hours * HOUR_MS : Number.NaN",
    ],
    ["the 61st minute is a time", "if (minute > 59 || second > 59) return false;", ""],
  ]),
  ...defectsIn("src/transactions/cells/plain-date.ts", DATES, [
    ["years of the Thai calendar stay", "String(Number(year) - 543)", "String(Number(year))"],
    ["a chinese afternoon is a forenoon", '[afternoon, " PM"]', '[afternoon, " AM"]'],
  ]),
  ...defectsIn("src/transactions/cells/decorated-number.ts", NUMBERS, [
    ["an amount in parentheses is not negative", "    sign = -1;\n    rest =", "    rest ="],
    [
      "the first of two separators is decimal",
      'const decimal = lastDot > lastComma ? "." : ",";',
      'const decimal = lastDot < lastComma ? "." : ",";',
    ],
    [
      "1.234 is always one and a bit",
      "fraction.length === 3 && exponent === undefined",
      "fraction.length === 9 && exponent === undefined",
    ],
    [
      "groups of two digits are thousands",
      "last.length === 3 && groups.every",
      "last.length >= 2 && groups.every",
    ],
  ]),
  ...defectsIn(
    "src/transactions/cells/number-unit.ts",
    [
      "tests/transactions/numbers.test.ts",
      "tests/transactions/currencies.test.ts",
      "tests/transactions/amounts.test.ts",
    ],
    [
      ["a percentage is an amount", 'purpose === "discount" ? "%" : null', '"%"'],
      ["pounds are euros", '"£": "GBP"', '"£": "EUR"'],
    ],
  ),
  ...defectsIn(
    "src/transactions/lines/judge.ts",
    [
      "tests/transactions/bad-files.test.ts",
      "tests/transactions/converted-currencies.test.ts",
      "tests/transactions/orders.test.ts",
      "tests/transactions/statuses.test.ts",
      "tests/transactions/amounts.test.ts",
      "tests/transactions/layouts.test.ts",
    ],
    [
      ["a return stays a purchase", "if (givesBack) turnIntoReturn(block, i);", ""],
      ["a cancelled order's lines count", "if (isCancelled) return cancelledOrder | asReturn;", ""],
      [
        "free lines count",
        "return price > 0 ? kept : nonPositivePrice | asReturn;",
        "return price >= 0 ? kept : nonPositivePrice | asReturn;",
      ],
      [
        "an exchange rate of 1.165 is a thousand",
        'role === "exchange_rate" && kind === NumberKind.dotOrThousands',
        'role === "discount" && kind === NumberKind.dotOrThousands',
      ],
      ["a total is a unit price", "price.set(i, Math.abs(total / units));", "price.set(i, Math.abs(total));"],
    ],
  ),
  ...defectsIn(
    "src/transactions/lines/duplicates.ts",
    [
      "tests/transactions/orders.test.ts",
      "tests/transactions/history.test.ts",
      "tests/transactions/bad-files.test.ts",
    ],
    [
      [
        "lines that differ in their price are duplicates",
        "    a.quantity.at(i) === b.quantity.at(j) &&\n    a.price.at(i) === b.price.at(j) &&",
        "    a.quantity.at(i) === b.quantity.at(j) &&",
      ],
    ],
  ),
  ...defectsIn(
    "src/transactions/lines/versions.ts",
    [
      "tests/transactions/orders.test.ts",
      "tests/transactions/history.test.ts",
      "tests/transactions/layouts.test.ts",
      "tests/transactions/profiles/figures.test.ts",
    ],
    [
      [
        "the earlier export of an order counts",
        "if (age > newest[order]!) newest[order] = age;",
        "if (newest[order]! < 0) newest[order] = age;",
      ],
    ],
  ),
  ...defectsIn("src/transactions/lines/order-totals.ts", "tests/transactions/order-totals.test.ts", [
    [
      "a repeated total counts on every line",
      "if (survey.lines[order]! > 1) once[order] = 1 - survey.differs[order]!;",
      "",
    ],
    [
      "a few equal totals prove that they are of orders",
      "same >= leastShare * several",
      "same >= 0.1 * several",
    ],
    [
      "a blank stays without its order's total",
      "      once[order] = 1;\n      price.set(",
      "      price.set(",
    ],
  ]),
  ...defectsIn("src/transactions/lines/exchanged-days.ts", DATES, [
    ["few dates prove that days and months are exchanged", "const fewest = 3;", "const fewest = 1;"],
  ]),
  ...defectsIn("src/customers/base-features.ts", "tests/customers/base-features.test.ts", [
    [
      "the day of the snapshot is not counted",
      "(cutoff + DAY_MS - last) / DAY_MS",
      "(cutoff - last) / DAY_MS",
    ],
    [
      "a customer with one order has no gap at all",
      "Math.max(1, frequency[row]! - 1)",
      "Math.max(1, frequency[row]!)",
    ],
    ["orders after the snapshot count", "for (; i < end && time[i]! <= cutoff; i++)", "for (; i < end; i++)"],
    [
      "the mean of units is of orders",
      "quantity[row] = unitSum / lineSum;",
      "quantity[row] = unitSum / frequency[row]!;",
    ],
  ]),
  ...defectsIn("src/customers/basket-features.ts", "tests/customers/extended-features.test.ts", [
    [
      "an entry that continues an order is a new one",
      "const before = orders === 1 ? 0 : this.#lastValue;",
      "const before = 0;",
    ],
    ["the variance is of the population", "/ (orders - 1) : NaN;", "/ orders : NaN;"],
    ["a price is per line", "spend / this.#units", "spend / this.#lines"],
  ]),
  ...defectsIn("src/customers/rhythm-features.ts", "tests/customers/extended-features.test.ts", [
    [
      "the weekend is Friday and Saturday",
      "(weekdays[2]! + weekdays[3]!) / orders",
      "(weekdays[1]! + weekdays[2]!) / orders",
    ],
    [
      "the oldest gap weighs most",
      "EWMA_WEIGHT * gap + (1 - EWMA_WEIGHT) * this.#gapEwma",
      "(1 - EWMA_WEIGHT) * gap + EWMA_WEIGHT * this.#gapEwma",
    ],
    ["one customer's longest gap is the next one's", "    this.#gapMax = 0;\n", ""],
  ]),
  ...defectsIn("src/customers/season-features.ts", "tests/customers/extended-features.test.ts", [
    [
      "the days of a year ago begin a day early",
      "if (age < END_DAYS || age >= YEAR_DAYS) return;",
      "if (age < END_DAYS || age > YEAR_DAYS + 1) return;",
    ],
  ]),
  ...defectsIn("src/customers/cohorts.ts", "tests/customers/cohorts.test.ts", [
    [
      "months are of the local clock",
      "date.getUTCFullYear() * 12 + date.getUTCMonth()",
      "date.getUTCFullYear() * 12 + date.getUTCMonth() + (date.getUTCDate() > 27 ? 1 : 0)",
    ],
    ["a month that is over is not final", "goesOn && cell.cohort", "cell.cohort"],
    ["retention is of everybody", "cell.customers / sizes.get(cell.cohort)!", "cell.customers / customers"],
  ]),
  ...defectsIn("src/customers/rfm-scores.ts", "tests/customers/rfm-scores.test.ts", [
    [
      "those who came last score lowest",
      "return 6 - quintileScore(edges, days);",
      "return quintileScore(edges, days);",
    ],
    ["a value on an edge is above it", "if (value > edge) score++;", "if (value >= edge) score++;"],
    ["somebody who sent everything back is frequent", "orders <= 1 || keptSpend <= 0 ? 1", "orders <= 1 ? 1"],
    ["spend is gross", "const spend = keptSpend(table);", "const spend = columns.monetary!;"],
  ]),
  ...defectsIn("src/customers/net-spend.ts", "tests/customers/net-spend.test.ts", [
    [
      "returns are added",
      "sumWithin(purchases, customer, from, until) - sumWithin",
      "sumWithin(purchases, customer, from, until) + sumWithin",
    ],
    ["the first moment of a window counts twice", "if (time[i]! > from) sum", "if (time[i]! >= from) sum"],
    [
      "a label may be negative",
      "Math.max(0, keptWithin(purchases, returns, one, cutoff, end))",
      "keptWithin(purchases, returns, one, cutoff, end)",
    ],
  ]),
  ...defectsIn("src/customers/labels.ts", "tests/customers/labels.test.ts", [
    [
      "an order after the horizon keeps a customer",
      "if (time[i]! > end) continue;",
      "if (time[i]! > end + DAY_MS) continue;",
    ],
    [
      "a window may end after the newest order",
      "if (end > newestOrder(purchases)) {",
      "if (end > newestOrder(purchases) + 999 * DAY_MS) {",
    ],
  ]),
  ...defectsIn("src/customers/btyd-summary.ts", "tests/customers/btyd-summary.test.ts", [
    ["the first day's spend is in the mean", "if (today !== firstDay) repeatSpend", "repeatSpend"],
    [
      "the age is a day short",
      "const snapshotDay = dayNumber(cutoff) + 1;",
      "const snapshotDay = dayNumber(cutoff);",
    ],
  ]),
  ...defectsIn("src/customers/gap-rhythm.ts", "tests/customers/gap-rhythm.test.ts", [
    ["the upper of two medians is the usual gap", "gaps[(gaps.length - 1) >> 1]!", "gaps[gaps.length >> 1]!"],
    [
      "two orders of one day are a gap",
      "if (today !== day) gaps.push(today - day);",
      "gaps.push(today - day);",
    ],
  ]),
  ...defectsIn("src/customers/purchases.ts", "tests/customers/purchases.test.ts", [
    [
      "a product of another customer is not new",
      "productStamp[product] !== stamp",
      "productStamp[product] === 0",
    ],
    ["what is given back is negative", "value[i] = -returns.quantity[i]!", "value[i] = returns.quantity[i]!"],
  ]),
];
