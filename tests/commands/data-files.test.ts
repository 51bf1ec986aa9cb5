import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataFiles } from "../../src/commands/data-files";
import { cleanUpAfterwards, newFolder } from "../store/open-store";

cleanUpAfterwards();

function exports(): string {
  const folder = newFolder();
  for (const name of ["orders-10.csv", "orders-2.csv", "orders-9.CSV", "readme.md", ".hidden.csv"])
    writeFileSync(join(folder, name), "x");
  mkdirSync(join(folder, "deeper.csv"));
  return folder;
}

const quiet = () => {};
const names = (files: readonly { path: string }[], folder: string) =>
  files.map(({ path }) => path.slice(folder.length + 1));

describe("the files that --data-path names", () => {
  test("are those of a folder that can be read, by name, and said where there are several", async () => {
    const folder = exports();
    const said: string[] = [];
    const files = await dataFiles([folder], (message) => said.push(message));
    expect(names(files, folder)).toEqual(["orders-2.csv", "orders-9.CSV", "orders-10.csv"]);
    expect(said).toEqual([`reading 3 files: ${files.map(({ path }) => path).join(", ")}`]);
  });

  test("are those that fit a pattern, by name", async () => {
    const folder = exports();
    expect(names(await dataFiles([join(folder, "orders-*.csv")], quiet), folder)).toEqual([
      "orders-2.csv",
      "orders-10.csv",
    ]);
  });

  test("are taken as they are given, none twice, and numbered where their names are alike", async () => {
    const [one, other] = [exports(), exports()];
    const path = (folder: string) => join(folder, "orders-2.csv");
    expect(await dataFiles([path(other), path(one), path(other)], quiet)).toEqual([
      { path: path(other), name: "orders-2.csv" },
      { path: path(one), name: "orders-2.csv (2)" },
    ]);
  });

  test("may be one, which is not announced, also one that is not there: the reader says so", async () => {
    const said: string[] = [];
    expect(await dataFiles(["no/such.csv"], (message) => said.push(message))).toEqual([
      { path: "no/such.csv", name: "such.csv" },
    ]);
    expect(said).toEqual([]);
  });

  test("are refused where a folder has none and where none fits", async () => {
    const folder = newFolder();
    await expect(dataFiles([folder], quiet)).rejects.toThrow("has no file of order lines");
    await expect(dataFiles([join(folder, "*.csv")], quiet)).rejects.toThrow("No file matches");
  });
});
