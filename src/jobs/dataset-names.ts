import { counted } from "../figures";
import type { DatasetRow } from "../store/datasets";

/** The name of a data set: its file's name, or the first file's and how many others there are. */
export function datasetTitle({ files }: Pick<DatasetRow, "files">): string {
  return titleOf(files.map(({ fileName }) => fileName));
}

/** The same for a list of at least one file name. */
export function titleOf([first, ...others]: readonly string[]): string {
  if (others.length === 0) return first!;
  return `${first} and ${counted(others.length, "more file")}`;
}

/**
 * What we call each file in messages and reports. Shops tend to give every export the same name, so we number repeated
 * names: `orders.csv (2)`.
 */
export function distinctNames(fileNames: readonly string[]): string[] {
  const taken = new Set<string>();
  return fileNames.map((fileName) => {
    let name = fileName;
    for (let number = 2; taken.has(name); number++) name = `${fileName} (${number})`;
    taken.add(name);
    return name;
  });
}
