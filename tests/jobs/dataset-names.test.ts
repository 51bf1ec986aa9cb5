import { expect, test } from "bun:test";
import { distinctNames, titleOf } from "../../src/jobs/dataset-names";

test("a data set is called by its file, or by the first and how many there are beside it", () => {
  expect([["a.csv"], ["a.csv", "b.csv"], ["a.csv", "b.csv", "c.csv"]].map(titleOf)).toEqual([
    "a.csv",
    "a.csv and 1 more file",
    "a.csv and 2 more files",
  ]);
});

test("files of one name are numbered, past names that are there already", () => {
  expect(distinctNames(["o.csv", "o.csv", "o.csv (2)", "o.csv", "p.csv"])).toEqual([
    "o.csv",
    "o.csv (2)",
    "o.csv (2) (2)",
    "o.csv (3)",
    "p.csv",
  ]);
});
