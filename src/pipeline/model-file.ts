import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../errors";

/** A file of a training's folder. Throws an InputError if the folder has no file of this name. */
export async function modelFile(folder: string, name: string): Promise<Buffer> {
  const bytes = await modelFileIfThere(folder, name);
  if (bytes) return bytes;
  throw new InputError(
    `${folder} is not a model folder: ${name} is missing. Give the folder that "train" printed.`,
  );
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
