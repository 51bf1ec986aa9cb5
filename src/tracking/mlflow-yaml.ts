import { stringify } from "yaml";

/** YAML for MLflow's reader (version 1.1). Quotes whatever that would read as a date or a number. */
export function mlflowYaml(value: unknown): string {
  return stringify(value, { version: "1.1", lineWidth: 0 });
}
