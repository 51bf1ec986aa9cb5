import { ModelProto } from "./schema";

/** `TensorProto.DataType` of the types that our graphs use. */
const ELEMENT_TYPE = { float: 1, int64: 7, bool: 9, double: 11 } as const;

export type ElementType = keyof typeof ELEMENT_TYPE;

type Attribute =
  | { name: string; type: 1; f: number }
  | { name: string; type: 2; i: number }
  | { name: string; type: 6; floats: ArrayLike<number> }
  | { name: string; type: 7; ints: ArrayLike<number> }
  | { name: string; type: 8; strings: readonly Uint8Array[] };

/** The values that an operator's attributes can have. */
export type AttributeValue =
  | { float: number }
  | { int: number }
  | { floats: ArrayLike<number> }
  | { ints: ArrayLike<number> }
  | { strings: readonly string[] };

/**
 * Builds one ONNX graph node by node. Each call that makes a value returns its name. Rows are the first, unknown
 * dimension `N` of every input and output.
 */
export class OnnxGraph {
  readonly #nodes: object[] = [];
  readonly #initializers: object[] = [];
  readonly #inputs: object[] = [];
  readonly #outputs: object[] = [];
  #names = 0;

  constructor(readonly name: string) {}

  /** Declares the input `name`, `N × columns`. */
  input(name: string, type: ElementType, columns: number): string {
    this.#inputs.push(valueInfo(name, type, columns));
    return name;
  }

  /** Declares that `value` leaves the graph as `name`, `N × columns` (`N` if columns is 0). */
  output(name: string, type: ElementType, columns: number, value: string): void {
    this.#nodes.push({ op_type: "Identity", input: [value], output: [name] });
    this.#outputs.push(valueInfo(name, type, columns));
  }

  /** A constant tensor of the given dimensions. */
  constant(type: ElementType, values: ArrayLike<number>, dims: readonly number[] = [values.length]): string {
    const name = this.#newName("constant");
    this.#initializers.push({ name, dims, data_type: ELEMENT_TYPE[type], raw_data: rawData(type, values) });
    return name;
  }

  /** Applies an operator of the default domain, or of `domain`, to `inputs`; returns its one output. */
  apply(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    domain = "",
  ): string {
    const output = this.#newName(operator);
    const attribute = Object.entries(attributes).map(([name, value]) => encodeAttribute(name, value));
    this.#nodes.push({ op_type: operator, input: inputs, output: [output], name: output, attribute, domain });
    return output;
  }

  /** The file's bytes. `metadata` goes into `metadata_props`. The same calls give the same bytes. */
  toBytes(metadata: Readonly<Record<string, string>>): Uint8Array {
    const model = ModelProto.create({
      ir_version: 8,
      producer_name: "perennial",
      graph: {
        name: this.name,
        node: this.#nodes,
        initializer: this.#initializers,
        input: this.#inputs,
        output: this.#outputs,
      },
      opset_import: [
        { domain: "", version: 17 },
        { domain: "ai.onnx.ml", version: 3 },
      ],
      metadata_props: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    });
    return ModelProto.encode(model).finish();
  }

  #newName(kind: string): string {
    return `${kind}_${this.#names++}`;
  }
}

function valueInfo(name: string, type: ElementType, columns: number): object {
  const dim: object[] = [{ dim_param: "N" }];
  if (columns > 0) dim.push({ dim_value: columns });
  return { name, type: { tensor_type: { elem_type: ELEMENT_TYPE[type], shape: { dim } } } };
}

function rawData(type: ElementType, values: ArrayLike<number>): Uint8Array {
  switch (type) {
    case "float":
      return new Uint8Array(Float32Array.from(values).buffer);
    case "double":
      return new Uint8Array(Float64Array.from(values).buffer);
    case "int64":
      return new Uint8Array(BigInt64Array.from(Array.from(values, (value) => BigInt(value))).buffer);
    case "bool":
      return Uint8Array.from(values);
  }
}

function encodeAttribute(name: string, value: AttributeValue): Attribute {
  if ("float" in value) return { name, type: 1, f: value.float };
  if ("int" in value) return { name, type: 2, i: value.int };
  if ("floats" in value) return { name, type: 6, floats: value.floats };
  if ("ints" in value) return { name, type: 7, ints: value.ints };
  const encoder = new TextEncoder();
  return { name, type: 8, strings: value.strings.map((text) => encoder.encode(text)) };
}
