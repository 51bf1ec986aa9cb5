import { counted } from "../figures";
import type { DatasetRow } from "../store/datasets";

/** What a data set is called: by its file, or by the first of several and how many there are beside it. */
export function datasetTitle({ files }: Pick<DatasetRow, "files">): string {
  return titleOf(files.map(({ fileName }) => fileName));
}

/** The same of the names of files, of which there is at least one. */
export function titleOf([first, ...others]: readonly string[]): string {
  if (others.length === 0) return first!;
  return `${first} and ${counted(others.length, "more file")}`;
}

/**
 * What each file is called in messages and reports. Shops tend to give every export the same name: those that have it
 * already are numbered, as `orders.csv (2)`.
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
