import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../errors";
import { ArrowColumns } from "./arrow-columns";

/** A file of a training's folder. Throws an InputError if the folder has no file of this name. */
export async function modelFile(folder: string, name: string): Promise<Buffer> {
  return (await modelFileIfThere(folder, name)) ?? missing(folder, name);
}

/** The same; null if missing. */
export async function modelFileIfThere(folder: string, name: string): Promise<Buffer | null> {
  try {
    return await readFile(join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return null;
  }
}

/**
 * The columns of a table in a training's folder, which stay in the file until they are asked for: it is mapped into
 * memory, and may be replaced or deleted meanwhile. Throws an InputError if there is none.
 */
export async function modelTable(folder: string, name: string): Promise<ArrowColumns> {
  return (await modelTableIfThere(folder, name)) ?? missing(folder, name);
}

/** The same; null if missing. */
export async function modelTableIfThere(folder: string, name: string): Promise<ArrowColumns | null> {
  return mappedTable(join(folder, name));
}

/** The same at a path. */
export async function mappedTable(path: string): Promise<ArrowColumns | null> {
  return (await Bun.file(path).exists()) ? new ArrowColumns(Bun.mmap(path)) : null;
}

function missing(folder: string, name: string): never {
  throw new InputError(
    `${folder} is not a model folder: ${name} is missing. Give the folder that "train" printed.`,
  );
}
