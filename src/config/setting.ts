/** One environment variable. */
export interface Setting<T> {
  readonly name: string;
  /** What applies if the variable is not set or empty, in words. */
  readonly otherwise: string;
  readonly meaning: string;
  /**
   * What a value must be. A wrong one ends the program with a sentence that names the variable, the value and this
   * text.
   */
  readonly expected: string;
  /** A wrong value is not shown. */
  readonly isSecret?: boolean;
  /** Null if the variable is not set. Undefined if the text is not as expected. */
  read(text: string | null): T | undefined;
}
