import { expect, test } from "bun:test";
import { Random } from "../../src/learning/random";
import { ByteDictionary, textIn, textsIn } from "../../src/transactions/bytes/byte-dictionary";
import { Kernel } from "../../src/transactions/kernel/kernel";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(95_000 + 7 * i));

function interned(texts: readonly string[]): { dictionary: ByteDictionary; ids: number[] } {
  const dictionary = new ByteDictionary(new Kernel(2 ** 30));
  const ids = texts.map((text) => {
    const bytes = Buffer.from(text);
    return dictionary.intern(bytes, 0, bytes.length);
  });
  return { dictionary, ids };
}

function expected(texts: readonly string[]): { ids: number[]; distinct: string[] } {
  const known = new Map<string, number>();
  const ids = texts.map((text) => {
    const id = known.get(text) ?? known.size;
    known.set(text, id);
    return id;
  });
  return { ids, distinct: [...known.keys()] };
}

const random = new Random(11);
const shuffled = (texts: readonly string[]) =>
  texts.map((_, i) => texts[Math.floor(random.uniform() * (i + 1))]!);

test.each([
  ["ascend", numbers(100_000)],
  ["ascend, each several times in a row", numbers(20_000).flatMap((text) => [text, text, text])],
  [
    "ascend with cancellations among them",
    numbers(20_000).flatMap((text, i) => (i % 9 ? [text] : [`C${text}`, text])),
  ],
  ["ascend behind a sign", numbers(5000).map((text) => `#${text}`)],
  ["ascend, and one comes again at the end", [...numbers(70_000), "95007", "7", "95000", "C95000"]],
  ["ascend twice", [...numbers(30_000), ...numbers(30_000)]],
  ["descend", numbers(3000).reverse()],
  ["come in any order", shuffled(numbers(50_000))],
  ["begin with a blank", ["", "5", "", "4", "5", "6", ""]],
  ["differ in length only", ["1", "11", "111", "0001", "11", "01", "1"]],
  ["are not ASCII", ["é1", "é2", "e1", "é1", "ü", "é3", "é2"]],
])("values that %s are numbered by first appearance", (_, texts) => {
  const { dictionary, ids } = interned(texts);
  const { ids: right, distinct } = expected(texts);
  expect(ids).toEqual(right);
  expect(dictionary.size).toBe(distinct.length);
  expect(textsIn(dictionary.values())).toEqual(distinct);
});

test("values of another dictionary are interned as if they came one by one", () => {
  const [first, second] = [numbers(400), [...numbers(900).slice(300), "C1", "", "96001", "95000"]];
  const { dictionary } = interned(first);
  const at = dictionary.internValues(interned(second).dictionary.values());
  const { ids, distinct } = expected([...first, ...expected(second).distinct]);
  const { words } = dictionary.kernel;
  const found = expected(second).distinct.map((_, i) => words[(at >>> 2) + i]!);
  expect(found).toEqual(ids.slice(first.length));
  expect(textsIn(dictionary.values())).toEqual(distinct);
});

test("some values are copied, others are replaced", () => {
  const { dictionary } = interned(["10", "ab", "", "99999999999", "é"]);
  const values = dictionary.valuesAt(
    Int32Array.of(3, 0, 2, 1, 4),
    new Map([
      [1, "ABBA"],
      [2, null],
    ]),
  );
  expect([0, 1, 2, 3, 4].map((i) => textIn(values, i))).toEqual(["99999999999", "10", "", "ABBA", "é"]);
});
