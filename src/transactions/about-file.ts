import { InputError } from "../errors";

/** Does work on one file; what is wrong with it is said with the file's name in front. */
export async function aboutFile<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError && !error.message.startsWith(name))
      throw new InputError(`${name}: ${error.message}`);
    throw error;
  }
}
