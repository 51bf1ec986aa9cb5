import type { Static, TSchema } from "@sinclair/typebox";
import { plainSchema } from "../api/plain-schema";
import type { Asked } from "./asked";

/** A question that an agent may ask. Every tool only reads. */
export interface Tool {
  /** snake_case, a verb first where it acts like one. */
  readonly name: string;
  readonly title: string;
  /** For the agent: what it answers and when to use it. */
  readonly description: string;
  readonly input: TSchema;
  readonly output: TSchema;
  answer(input: unknown, asked: Asked): Promise<{ readonly summary: string }>;
}

/** Declares a tool; the schemas determine the types. */
export function defineTool<I extends TSchema, O extends TSchema>(
  declared: Omit<Tool, "input" | "output" | "answer"> & {
    readonly input: I;
    readonly output: O;
    answer(input: Static<I>, asked: Asked): Promise<Static<O> & { readonly summary: string }>;
  },
): Tool {
  const { input, output, ...tool } = declared;
  return { ...tool, input: plainSchema(input), output: plainSchema(output) } as Tool;
}
