import { expect, test } from "bun:test";
import { tmpdir } from "node:os";
import { plainFields } from "../../src/transactions/spill/loaded-page";
import { Pages } from "../../src/transactions/spill/pages";
import { SpillFile } from "../../src/transactions/spill/spill-file";

interface Page {
  readonly length: number;
  ids: Int32Array;
  readonly more: { readonly numbers: Float64Array; readonly none: null };
  flags: Uint8Array | null;
}

const count = 50;
const page = (k: number): Page => ({
  length: 3,
  ids: Int32Array.of(k, k + 1, k + 2),
  more: { numbers: Float64Array.of(k / 3, -k), none: null },
  flags: null,
});

function inFile(): { pages: Pages<Page>; file: SpillFile } {
  const file = SpillFile.in(tmpdir());
  const pages = new Pages<Page>(plainFields, { budgetBytes: 0, file: () => file });
  for (let k = 0; k < count; k++) pages.push(page(k));
  expect(pages.isSpilled).toBe(true);
  return { pages, file };
}

const shown = ({ length, ids, more, flags }: Page) => ({
  length,
  ids: [...ids],
  numbers: [...more.numbers],
  none: more.none,
  flags: flags && [...flags],
});

test("pages of a file are as they were, and what is changed in one field stays", () => {
  const { pages, file } = inFile();
  expect([...pages].length).toBe(count);
  for (const [k, { ids }] of pages.entries()) ids[1] = -k;
  for (const [k, { more }] of pages.entries(40)) more.numbers[0] = k;
  for (const [k, one] of pages.entries())
    expect(shown(one)).toEqual({
      length: 3,
      ids: [k, 0 - k, k + 2],
      numbers: [k < 40 ? k / 3 : k, -k],
      none: null,
      flags: null,
    });
  file.close();
});

test("fields may be replaced by longer ones, whether they were read or not", () => {
  const { pages, file } = inFile();
  for (const [k, one] of pages.entries()) {
    if (k % 2 === 0) one.flags = new Uint8Array(9).fill(k);
    if (k % 3 === 0) one.ids = Int32Array.of(...one.ids, 7);
  }
  for (const [k, one] of pages.entries())
    expect(shown(one)).toEqual({
      ...shown(page(k)),
      ids: k % 3 === 0 ? [k, k + 1, k + 2, 7] : [k, k + 1, k + 2],
      flags: k % 2 === 0 ? Array(9).fill(k) : null,
    });
  file.close();
});

test("arrays of a page that was given up are empty", () => {
  const { pages, file } = inFile();
  const { ids } = pages.at(0);
  expect(ids.length).toBe(3);
  for (let k = 1; k < count; k++) expect(pages.at(k).ids[0]).toBe(k);
  expect(ids.length).toBe(0);
  file.close();
});

test("pages that another thread has written are adopted with its file", () => {
  const { pages, file } = inFile();
  const others = inFile();
  const handed = others.pages.handOver();
  expect(handed.arrays).toEqual([]);
  pages.adopt(handed, others.file);
  for (const [, one] of pages.entries(count)) one.ids[0]! += 1000;
  for (const [, one] of pages.entries(2 * count - 3)) one.flags = new Uint8Array(5);
  expect(pages.length).toBe(2 * count);
  for (const [k, one] of pages.entries()) {
    const own = k % count;
    const first = k < count ? own : own + 1000;
    expect([...one.ids]).toEqual([first, own + 1, own + 2]);
    expect(one.flags === null).toBe(k < 2 * count - 3);
  }
  pages.free();
  for (const one of [file, others.file]) expect(() => one.append(Uint8Array.of(1))).toThrow("closed");
});
