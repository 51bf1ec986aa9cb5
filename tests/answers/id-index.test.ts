import { expect, test } from "bun:test";
import { Column, columnFromArray, tableFromColumns, tableToIPC, utf8 } from "@uwdata/flechette";
import { IdIndex } from "../../src/answers/id-index";
import { holdsPart } from "../../src/answers/part-search";
import { Random } from "../../src/learning/random";
import { ArrowColumns } from "../../src/pipeline/arrow-columns";
import { ArrowTexts } from "../../src/pipeline/arrow-texts";

/** The column as it is read from a file that was written in batches of so many rows. */
function column(texts: readonly (string | null)[], batchRows = texts.length) {
  const batches = [];
  for (let from = 0; from < texts.length; from += batchRows)
    batches.push(...columnFromArray(texts.slice(from, from + batchRows), utf8()).data);
  const bytes = tableToIPC(tableFromColumns({ id: new Column(batches) }), { format: "file" })!;
  return new ArrowColumns(bytes).column("id")!;
}

test("every id is found in its row, and no other text is found, however the file is divided", () => {
  const random = new Random(7);
  const ids = [...new Set(Array.from({ length: 3000 }, () => String(random.integer(20_000))))];
  for (const more of ["", "Ångström", "a@b.example", "客户"]) ids.push(more);
  for (const batchRows of [ids.length, 1, 97]) {
    const index = new IdIndex(ArrowTexts.of(column(ids, batchRows))!);
    expect(ids.map((id) => index.rowOf(id))).toEqual([...ids.keys()]);
    const known = new Set(ids);
    for (let i = 0; i < 500; i++) {
      const id = String(random.integer(40_000));
      if (!known.has(id)) expect(index.rowOf(id)).toBeUndefined();
    }
  }
});

test("a part is found in any case and without its accents, as in the texts themselves", () => {
  const names = ["Ångman", "ANGELA", "Béatrice", null, "Zoë Anger", "", "İpek", "K\u212aelvin", "Иван"];
  const plain = (part: string) =>
    [...names.keys()].filter((row) => fold(names[row] ?? "").includes(fold(part)));
  for (const batchRows of [names.length, 2])
    for (const part of ["ang", "ANG", "beat", "zoë a", "", "i", "kk", "иван", "ИВА", "x"]) {
      const holds = holdsPart([column(names, batchRows)], names.length, part);
      const rows = [...names.keys()].filter((row) => holds(row));
      expect([part, rows]).toEqual([part, plain(part).filter((row) => names[row] !== null)]);
    }
});

function fold(text: string): string {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}
